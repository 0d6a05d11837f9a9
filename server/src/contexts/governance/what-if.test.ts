import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, effectsChanged, notFound } from './errors.ts'
import type { GrantCommand } from './model/grant-changes.ts'
import type { ResourceName } from './model/resource-name.ts'
import { defaultSettings } from './model/world.ts'
import {
  arn,
  type GivenGovernance,
  givenShare,
  givenTable,
  givenTags,
  grantOfTrades,
  grantOfUs,
  home,
  partner,
  table,
  trades,
  us,
  usName,
} from './testing/given-governance.ts'
import type { GovernanceOperations } from './what-if.ts'

const analyst = arn('analyst')

test('given a grant, when it is tried, then who gains what is told and nothing stays', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  const { effects } = await governance.whatIf(caller('admin'), (tried) =>
    tried.grantPermissions(caller('admin'), grantOfTrades),
  )

  assert.deepEqual(
    effects.map(({ names: _, ...effect }) => effect),
    [
      {
        ...{ principal: analyst, accountId: home, database: 'mkt', table: 'trades' },
        gained: { permissions: ['SELECT', 'DESCRIBE'], columns: ['sym', 'px', 'pnl'] },
        lost: { permissions: [], columns: [] },
        widensRestricted: false,
      },
    ],
  )
  const read = () => governance.demandTable(caller('analyst'), table.id, 'SELECT')
  await assert.rejects(read, notFound.matches)
  const another = await given.another()
  await assert.rejects(another.demandTable(caller('analyst'), table.id, 'SELECT'), notFound.matches)
  const rows = await governance.listPermissions(caller('admin'), {
    ...{ catalogId: home, principal: analyst },
  })
  assert.deepEqual(rows, [])
})

test('given a filter, when more is granted, then rows of before and after are told', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grantOfUs)

  const { effects } = await governance.whatIf(caller('admin'), (tried) =>
    tried.grantPermissions(caller('admin'), grantOfTrades),
  )

  assert.deepEqual(effects[0]?.gained.columns, ['pnl'])
  assert.equal(effects[0]?.opens, undefined)
  assert.deepEqual(effects[0]?.rows?.before.length, 1)
  assert.deepEqual(effects[0]?.rows?.after, [])
})

test('given filters over hidden columns, when one is granted, then none is told', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  const filters = [
    { filter: 'secret', rows: "pnl = '7'", columns: { include: ['sym'] } },
    { filter: 'priced', rows: "sym = 'US'", columns: { include: ['px'] } },
  ]
  for (const filter of filters) {
    await governance.createDataFilter(admin, { ...usName, ...filter })
    const resource = { kind: 'filter', ...usName, filter: filter.filter } as const
    await governance.grantPermissions(admin, { ...grantOfTrades, resource })
  }
  const sym = {
    ...grantOfTrades,
    resource: { ...trades, kind: 'columns', include: ['sym'] },
  } as const
  const regrant = { ...sym, principal: arn('quant'), grantable: ['SELECT'] } as const
  await governance.grantPermissions(admin, regrant)

  const ofQuant = await governance.whatIf(caller('quant'), (tried) =>
    tried.grantPermissions(caller('quant'), sym),
  )
  const ofAdmin = await governance.whatIf(admin, (tried) => tried.grantPermissions(admin, sym))

  const told = ({ effects: [effect] }: typeof ofQuant) => [
    [...effect!.names.values()],
    effect!.rows?.before.map(({ column }) => column),
  ]
  assert.deepEqual(told(ofQuant), [['sym'], [undefined, 'sym', 'a hidden column']])
  assert.deepEqual(told(ofAdmin), [
    ['sym', 'px', 'pnl'],
    [undefined, 'sym', 'px'],
  ])
})

test('given no admin, when it tries to become one, then it is told only what it sees', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const closed = { openDatabases: false, openTables: false }
  const more = {
    ...defaultSettings(home),
    ...closed,
    admins: [arn('admin'), arn('eve'), arn('analyst')],
  }
  const sym = { ...trades, kind: 'columns', include: ['sym'] } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: sym })
  const tries = async (name: string) => {
    const { effects } = await governance.whatIf(caller(name), (tried) =>
      tried.putDataLakeSettings(caller(name), more),
    )
    return effects.map(({ principal, names }) => [principal, ...names.values()])
  }

  const [eve, analyst, admin] = [await tries('eve'), await tries('analyst'), await tries('admin')]

  assert.deepEqual(eve, [])
  assert.deepEqual(analyst, [[arn('analyst'), 'sym']])
  assert.ok(admin.length > 1)
})

test('given a filter, when it is granted, then the part that it opens is told', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)

  const opened = await governance.whatIf(caller('admin'), (tried) =>
    tried.grantPermissions(caller('admin'), grantOfUs),
  )

  const opens = opened.effects[0]?.opens
  assert.equal(opens?.tableId, table.id)
  assert.equal(opens?.access.columns.size, 2)
  assert.ok(opens?.access.rowFilter)
})

test('given several changes, when they are tried together, then they count together', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')

  const { effects } = await governance.whatIf(admin, async (tried) => {
    await tried.grantPermissions(admin, grantOfTrades)
    await tried.revokePermissions(admin, grantOfTrades)
  })

  assert.deepEqual(effects, [])
})

test('given a table of restricted data, when it is opened, then that is marked', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const admin = caller('admin')
  const sens = { catalogId: home, key: 'sens', values: ['internal', 'restricted'] }
  await governance.createTag(admin, sens)
  await governance.addTagsToResource(admin, {
    catalogId: home,
    resource: { ...trades, kind: 'columns', include: ['pnl'] },
    pairs: [{ key: 'sens', value: 'restricted' }],
  })
  const tried = (include: readonly string[]) =>
    governance.whatIf(admin, (rules) =>
      rules.grantPermissions(admin, {
        ...grantOfTrades,
        resource: { kind: 'columns', database: 'mkt', table: 'trades', include },
      }),
    )

  const [open, secret] = [await tried(['sym']), await tried(['sym', 'pnl'])]

  assert.equal(open.effects[0]?.widensRestricted, false)
  assert.equal(secret.effects[0]?.widensRestricted, true)
})

test('given restricted data, when its tag is lowered on trial, then it is marked', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  const values = ['internal', 'restricted']
  await governance.createTag(admin, { catalogId: home, key: 'sens', values })
  const tag = (resource: ResourceName, value: string) => ({
    ...{ catalogId: home, resource },
    pairs: [{ key: 'sens', value }],
  })
  const pnl = { ...trades, kind: 'columns', include: ['pnl'] } as const
  await governance.addTagsToResource(admin, tag(trades, 'internal'))
  await governance.addTagsToResource(admin, tag(pnl, 'restricted'))
  const expression = [{ key: 'sens', values: ['internal'] }]
  const resource = { kind: 'table-policy', expression } as const
  await governance.grantPermissions(admin, { ...grantOfTrades, resource })

  const lowered = await governance.whatIf(admin, (tried) =>
    tried.addTagsToResource(admin, tag(pnl, 'internal')),
  )
  const bare = await governance.whatIf(admin, (tried) =>
    tried.removeTagsFromResource(admin, tag(pnl, 'restricted')),
  )

  for (const { effects } of [lowered, bare])
    assert.deepEqual(
      effects.map(({ gained, widensRestricted }) => [gained.columns, widensRestricted]),
      [[['pnl'], true]],
    )
})

test('given a share, when it is revoked on trial, then people of the other side lose', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const quant = arn('quant', partner)
  await governance.grantPermissions(caller('admin', partner), {
    ...{ catalogId: home, principal: quant, resource: trades, permissions: ['SELECT'] },
    grantable: [],
  })
  const share = { catalogId: home, principal: partner, resource: trades } as const
  const permissions = ['SELECT'] as const

  const { effects } = await governance.whatIf(caller('admin'), (tried) =>
    tried.revokePermissions(caller('admin'), { ...share, permissions, grantable: permissions }),
  )

  assert.ok(effects.some(({ principal, lost }) => principal === quant && lost.columns.length === 3))
  await governance.demandTable(caller('quant', partner), table.id, 'SELECT')
})

test('given nobody in charge, when a change is tried, then it is refused on record', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  const eve = caller('analyst')

  const tried = governance.whatIf(eve, (rules) =>
    rules.grantPermissions(eve, { ...grantOfTrades, principal: arn('friend') }),
  )

  await assert.rejects(tried, denied.matches)
  const kept = await given.sql.selectFrom('foundation.outbox').selectAll().execute()
  const refused = kept.filter(({ decision }) => decision === 'denied')
  assert.deepEqual(
    refused.map(({ principal, detail }) => [principal, detail.permission]),
    [[analyst, 'governance.what-if']],
  )
})

test('given a table out of sight, when a change is tried, then that is on record', async () => {
  await using given = await givenTable()
  const eve = given.caller('eve')

  const tried = given.governance.whatIf(eve, (rules) => rules.grantPermissions(eve, grantOfTrades))

  await assert.rejects(tried, notFound.matches)
  const kept = await given.sql.selectFrom('foundation.outbox').selectAll().execute()
  const refused = kept.filter(({ decision }) => decision === 'denied')
  assert.deepEqual(
    refused.map(({ principal }) => principal),
    [arn('eve')],
  )
})

const granting = (given: GivenGovernance, command: GrantCommand = grantOfTrades) => {
  return (rules: GovernanceOperations) => rules.grantPermissions(given.caller('admin'), command)
}

test('given effects that were seen, when nothing changed, then the change is made', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const seen = await governance.whatIf(caller('admin'), granting(given))
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal: arn('other') })

  const made = await governance.changeAsSeen(caller('admin'), seen, granting(given))

  assert.deepEqual(made.effects, seen.effects)
  for (const server of [governance, await given.another()])
    await server.demandTable(caller('analyst'), table.id, 'SELECT')
  const kept = await records(given, 'governance.permissions-granted')
  assert.deepEqual(kept.at(-1)?.detail.grantee, analyst)
})

test('given rules that changed, when a seen change is made, then it is taken back', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  await governance.createDataFilter(admin, us)
  const seen = await governance.whatIf(admin, granting(given, grantOfUs))
  await governance.updateDataFilter(admin, { ...us, rows: "sym <> 'US'" })

  const made = governance.changeAsSeen(admin, seen, granting(given, grantOfUs))

  await assert.rejects(made, effectsChanged.matches)
  for (const server of [governance, await given.another()])
    await assert.rejects(
      server.demandTable(caller('analyst'), table.id, 'SELECT'),
      notFound.matches,
    )
  assert.deepEqual(await records(given, 'governance.permissions-granted'), [])
  await governance.grantPermissions(admin, { ...grantOfTrades, principal: arn('other') })
})

test('given one change seen by two, when both make it at once, then one does', async () => {
  await using given = await givenTable()
  const admin = given.caller('admin')
  const servers = [given.governance, await given.another()]
  const seen = await given.governance.whatIf(admin, granting(given))

  const made = await Promise.allSettled(
    servers.map((server) => server.changeAsSeen(admin, seen, granting(given))),
  )

  const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  assert.equal(refused.length, 1)
  assert.ok(effectsChanged.matches(refused[0]))
})

test('given nobody in charge, when a seen change is made, then that is on record', async () => {
  await using given = await givenTable()
  const seen = await given.governance.whatIf(given.caller('admin'), granting(given))
  const eve = given.caller('eve')

  const made = given.governance.changeAsSeen(eve, seen, (rules) =>
    rules.grantPermissions(eve, grantOfTrades),
  )

  await assert.rejects(made, notFound.matches)
  const refused = await records(given, 'governance.demanded')
  assert.deepEqual(
    refused.map(({ principal }) => principal),
    [arn('eve')],
  )
})

function records({ sql }: GivenGovernance, action: string) {
  const found = sql.selectFrom('foundation.outbox').selectAll().where('action', '=', action)
  return found.orderBy('id').execute()
}
