import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, notFound } from './errors.ts'
import {
  arn,
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
} from './testing/given-governance.ts'

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
  assert.deepEqual(effects[0]?.rows?.before.length, 1)
  assert.deepEqual(effects[0]?.rows?.after, [])
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
