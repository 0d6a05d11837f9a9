import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { notFound } from '../errors.ts'
import { parseCondition } from '../index.ts'
import {
  arn,
  type GivenGovernance,
  givenShare,
  givenTable,
  grantOfTrades,
  home,
  partner,
  table,
  trades,
} from '../testing/given-governance.ts'

const where = { catalogId: home, database: 'mkt', table: 'trades' }
const mkt = { kind: 'database', database: 'mkt' } as const
const pnl = { ...trades, kind: 'columns', include: ['pnl'] } as const
const internal = [{ key: 'sens', values: ['internal'] }]

test('given a hidden column, when an admin asks, then its tag and setter are named', async () => {
  await using given = await givenPolicy()
  const { governance, caller } = given

  const query = { ...where, principal: arn('analyst') }
  const explanation = await governance.explainAccess(caller('admin'), query)

  assert.equal(explanation.verdict, 'partial')
  assert.deepEqual([explanation.hidden, explanation.hiddenCount], [['pnl'], 1])
  assert.match(explanation.sentence, /without pnl\./)
  const [only] = explanation.considered
  assert.equal(only?.outcome, 'partly')
  assert.match(only?.reason ?? '', /"pnl" has sens=restricted \(set on the column by arn:.*admin/)
})

test('given a hidden column, when its reader asks, then nothing names it', async () => {
  await using given = await givenPolicy()
  const { governance, caller } = given
  const columns = { ...trades, kind: 'columns', exclude: ['pnl'] } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: columns })
  const secret = { ...trades, kind: 'columns', include: ['sym', 'pnl'] } as const
  const startsAt = new Date('2026-04-01T00:00:00Z')
  const later = { ...grantOfTrades, resource: secret, startsAt }
  await governance.grantPermissions(caller('admin'), later)

  const why = await governance.explainAccess(caller('analyst'), where)

  assert.deepEqual([why.verdict, why.readsCatalog, why.hiddenCount], ['partial', true, 1])
  assert.match(why.sentence, /without 1 hidden column\./)
  assert.equal(why.considered.length, 3)
  const { access: _, ...told } = why
  assert.doesNotMatch(JSON.stringify(told), /pnl|restricted/)
  // What to ask for is the whole table.
  assert.deepEqual(why.request, { permissions: ['SELECT'], resource: 'mkt.trades' })
})

test('given a part of a table shared, when its readers ask, then of no other part', async () => {
  await using given = await givenPolicy()
  const { governance, caller } = given
  const policy = { kind: 'table-policy', expression: internal } as const
  const share = { catalogId: home, permissions: ['SELECT'], grantable: ['SELECT'] } as const
  await governance.grantPermissions(caller('admin'), {
    ...{ ...share, principal: partner },
    resource: policy,
  })
  const quant = arn('quant', partner)
  await governance.grantPermissions(caller('admin', partner), {
    ...{ ...share, grantable: [], principal: quant },
    resource: trades,
  })

  for (const asker of [caller('quant', partner), caller('admin', partner)]) {
    const why = await governance.explainAccess(asker, { ...where, principal: quant })
    const { access: _, ...told } = why
    assert.doesNotMatch(JSON.stringify(told), /pnl|restricted/)
    assert.match(why.sentence, /hidden column; more of it can be shared by account 700000000001/)
    assert.deepEqual(why.approvers, [])
  }
})

test('given grants over hidden columns, when taken back, then none is named', async () => {
  await using given = await givenPolicy()
  const { governance, caller } = given
  const columns = { ...trades, kind: 'columns', exclude: ['pnl', 'px'] } as const
  const without = { ...grantOfTrades, resource: columns }
  await governance.grantPermissions(caller('admin'), without)
  await governance.revokePermissions(caller('admin'), without)
  const restricted = [{ key: 'sens', values: ['restricted'] }]
  const policy = { kind: 'table-policy', expression: restricted } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: policy })
  await governance.revokePermissions(caller('admin'), { ...grantOfTrades, resource: policy })

  const { removed } = await governance.explainAccess(caller('analyst'), where)

  assert.doesNotMatch(JSON.stringify(removed), /pnl/)
})

test('given a part that is read, when writing is asked for, then it can be granted', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const some = { ...trades, kind: 'columns', include: ['sym', 'px'] } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: some })

  const query = { ...where, permission: 'INSERT' } as const
  const { request } = await governance.explainAccess(caller('analyst'), query)

  assert.deepEqual(request, { permissions: ['SELECT', 'INSERT'], resource: 'mkt.trades' })
  const { permissions } = request as Required<typeof request> & object
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, permissions })
  assert.equal((await governance.explainAccess(caller('analyst'), query)).verdict, 'allowed')
})

test('given a right that was not shared, when explained, then the owner is named', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const share = { catalogId: home, principal: partner, resource: trades } as const
  await governance.grantPermissions(caller('admin'), {
    ...share,
    ...{ permissions: ['INSERT'], grantable: [] },
  })

  const told = async (permission: 'SELECT' | 'INSERT' | 'ALTER') => {
    const query = { ...where, permission }
    const { sentence, approvers } = await governance.explainAccess(caller('quant', partner), query)
    return { sentence, approvers }
  }
  const [select, insert, alter] = [await told('SELECT'), await told('INSERT'), await told('ALTER')]

  assert.match(select.sentence, /was given it and granted it on to nobody here/)
  assert.deepEqual(select.approvers, [arn('admin', partner)])
  assert.match(insert.sentence, /without the right to grant it on: ask account 700000000001/)
  assert.match(alter.sentence, /no share has it: it has to be shared first by account 700000000001/)
  assert.deepEqual([insert.approvers, alter.approvers], [[], []])
})

test('given a share without a local grant, when it is explained, then it says so', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const share = { catalogId: home, principal: partner, resource: trades, grantable: [] }
  await governance.grantPermissions(caller('admin'), { ...share, permissions: ['SELECT'] })

  const explanation = await governance.explainAccess(caller('quant', partner), where)

  assert.equal(explanation.verdict, 'denied')
  assert.match(explanation.sentence, /its account was given it/)
  assert.deepEqual(explanation.request, { permissions: ['SELECT'], resource: 'mkt.trades' })
})

test('given some columns, when ALTER is explained, then nothing is said of columns', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const alter = { ...grantOfTrades, permissions: ['ALTER'] } as const
  await governance.grantPermissions(caller('admin'), alter)

  const query = { ...where, permission: 'ALTER' } as const
  const { sentence, verdict } = await governance.explainAccess(caller('analyst'), query)

  assert.equal(sentence, `"${arn('analyst')}" has ALTER on mkt.trades.`)
  assert.equal(verdict, 'allowed')
})

test('given a resource link, when SELECT is explained, then its target is named', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const link = { ...table, id: 'lk', name: 'lk', columns: [], link: true } as const
  await transaction(given.sql, (tx) => governance.registerTable(tx, link))
  const creator = caller(table.creatorArn.split('/').at(-1) ?? '')

  for (const who of [caller('admin'), creator]) {
    const why = await governance.explainAccess(who, { ...where, table: 'lk' })
    assert.match(why.sentence, /no SELECT on mkt.lk: it is a resource link, and only rights on its/)
    assert.deepEqual([why.link, why.approvers, why.request], [true, [], undefined])
    const drop = await governance.explainAccess(who, { ...where, table: 'lk', permission: 'DROP' })
    assert.equal(drop.link, undefined)
  }
})

test('given a stranger, when it asks, then the table looks absent', async () => {
  await using given = await givenTags()
  const { governance, caller } = given

  const own = () => governance.explainAccess(caller('eve'), where)
  await assert.rejects(own, notFound.matches)
  const other = () => governance.explainAccess(caller('eve'), { ...where, principal: arn('admin') })
  await assert.rejects(other, notFound.matches)
  const theirs = { ...where, principal: arn('eve') }
  const { readsCatalog } = await governance.explainAccess(caller('admin'), theirs)
  assert.equal(readsCatalog, undefined)
})

test('given a grant taken back, when explained, then by whom and what restores it', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const columns = { ...trades, kind: 'columns', include: ['sym', 'px'] } as const
  const grant = { catalogId: home, principal: arn('analyst'), grantable: [] } as const
  const some = { ...grant, resource: columns, permissions: ['SELECT'] } as const
  await governance.grantPermissions(caller('admin'), some)
  given.now.at = new Date('2026-03-02T10:00:00Z')
  await governance.revokePermissions(caller('admin'), some)

  const why = await governance.explainAccess(caller('analyst'), where)

  assert.equal(why.verdict, 'denied')
  assert.match(why.sentence, /no SELECT any more: ".*user\/admin" took back SELECT on mkt.trades/)
  assert.match(why.sentence, /at 2026-03-02T10:00:00.000Z/)
  const restoring = { permissions: ['SELECT'], resource: 'mkt.trades', columns: ['sym', 'px'] }
  assert.deepEqual(why.request, restoring)
  assert.deepEqual([why.considered, why.hidden], [[], []])
  // Asked for once more, it is given, and nothing is gone.
  const resource = { ...trades, kind: 'columns', include: why.request?.columns ?? [] } as const
  await governance.grantPermissions(caller('admin'), { ...some, resource })
  const again = await governance.explainAccess(caller('analyst'), where)
  assert.deepEqual([again.verdict, again.removed], ['partial', []])
})

test('given a share taken back, when each side asks, then it is told whose it was', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const select = { catalogId: home, resource: trades, permissions: ['SELECT'] } as const
  const quant = { ...select, principal: arn('quant', partner), grantable: [] }
  await governance.grantPermissions(caller('admin', partner), quant)
  await governance.revokePermissions(caller('admin'), {
    ...{ ...select, principal: partner },
    grantable: ['SELECT'],
  })

  for (const asker of [caller('quant', partner), caller('admin', partner)]) {
    const query = { ...where, principal: arn('quant', partner) }
    const { sentence } = await governance.explainAccess(asker, query)
    assert.match(sentence, /user\/admin" took back SELECT on mkt.trades, which its account/)
  }
})

test('given what was taken from others, when a stranger asks, then it stays absent', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  await governance.revokePermissions(caller('admin'), grantOfTrades)

  const query = { ...where, principal: arn('analyst') }
  for (const [asker, asked] of [
    [caller('eve'), where],
    [caller('eve'), query],
    [caller('admin', partner), query],
    [{ ...caller('analyst'), scope: { prefixes: [] } }, where],
  ] as const)
    await assert.rejects(governance.explainAccess(asker, asked), notFound.matches)
})

test('given all tables taken back, when any is asked of, then it is absent', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const all = { ...grantOfTrades, resource: { kind: 'all-tables', database: 'mkt' } } as const
  await governance.grantPermissions(caller('admin'), all)
  await governance.revokePermissions(caller('admin'), all)
  await addColumn(given, { ...table, id: 'table-2', name: 'mergers' })

  for (const name of ['mergers', 'trades']) {
    const query = { ...where, table: name }
    await assert.rejects(governance.explainAccess(caller('analyst'), query), notFound.matches)
  }
  // Who knows the table is told of it.
  const query = { ...where, principal: arn('analyst') }
  const { removed } = await governance.explainAccess(caller('admin'), query)
  assert.deepEqual(
    removed.map(({ grant }) => grant),
    ['SELECT on mkt.*'],
  )
})

test('given columns since a grant was taken back, when it is told, then without them', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const resource = { ...trades, kind: 'columns', exclude: ['pnl'] } as const
  const some = { ...grantOfTrades, resource } as const
  await governance.grantPermissions(caller('admin'), some)
  await governance.revokePermissions(caller('admin'), some)
  await addColumn(given, table)

  const why = await governance.explainAccess(caller('analyst'), where)

  assert.deepEqual(why.request?.columns, ['sym', 'px'])
})

test('given a user made after a removal, when they ask, then all of it is absent', async () => {
  await using given = await givenTable()
  const { governance, caller, now, since } = given
  const everybody = { ...grantOfTrades, principal: `${home}:IAMPrincipals` }
  for (const grant of [everybody, { ...grantOfTrades, principal: arn('newcomer') }]) {
    await governance.grantPermissions(caller('admin'), grant)
    await governance.revokePermissions(caller('admin'), grant)
  }
  now.at = new Date(now.at.getTime() + 1000)
  since.set(arn('newcomer'), now.at)

  const own = () => governance.explainAccess(caller('newcomer'), where)

  await assert.rejects(own, notFound.matches)
  const query = { ...where, principal: arn('newcomer') }
  const asAdmin = await governance.explainAccess(caller('admin'), query)
  assert.deepEqual(asAdmin.removed, [])
  assert.doesNotMatch(asAdmin.sentence, /took back/)
  const elder = await governance.explainAccess(caller('analyst'), where)
  assert.match(elder.sentence, /took back SELECT on mkt.trades/)
})

test('given a grant that never held, when taken back, then it told nobody of a table', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const later = { ...grantOfTrades, startsAt: new Date('2026-04-01T00:00:00Z') }
  const condition = parseCondition('context.iam.principalTags.hasTag("team")')
  for (const one of [later, { ...grantOfTrades, condition }]) {
    await governance.grantPermissions(caller('admin'), one)
    await governance.revokePermissions(caller('admin'), one)

    await assert.rejects(governance.explainAccess(caller('analyst'), where), notFound.matches)
  }
})

test('given a grant that was extended and ended, when explained, then nobody took it', async () => {
  await using given = await givenTable()
  const { governance, caller, now } = given
  const select = { ...grantOfTrades, endsAt: new Date('2026-06-01T00:00:00Z') }
  const longer = { ...grantOfTrades, endsAt: new Date('2026-09-01T00:00:00Z') }
  await governance.grantPermissions(caller('admin'), select)
  await governance.grantPermissions(caller('admin'), longer)
  await governance.revokePermissions(caller('admin'), select)
  now.at = new Date('2026-10-01T00:00:00Z')

  const query = { ...where, principal: arn('analyst') }
  const why = await governance.explainAccess(caller('admin'), query)

  assert.deepEqual(why.removed, [])
  assert.doesNotMatch(why.sentence, /took back/)
})

test('given two parts of a grant taken in one moment, when told, then both are', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), {
    ...grantOfTrades,
    permissions: ['SELECT', 'INSERT'],
  })
  for (const permissions of [['SELECT'], ['INSERT']] as const)
    await governance.revokePermissions(caller('admin'), { ...grantOfTrades, permissions })

  const { removed } = await governance.explainAccess(caller('analyst'), where)

  assert.deepEqual(
    removed.map(({ grant }) => grant),
    ['INSERT on mkt.trades', 'SELECT on mkt.trades'],
  )
})

/** A table with one column more than it has. */
async function addColumn({ governance, sql }: GivenGovernance, of: typeof table) {
  const added = { id: 4, name: 'secret', type: 'string', partitionSource: false }
  const columns = [...of.columns, added]
  await transaction(sql, (tx) => governance.registerTable(tx, { ...of, columns }))
}

/** The analyst may read what is internal, which is all but one column. */
async function givenPolicy() {
  const given = await givenTags()
  const policy = { kind: 'table-policy', expression: internal } as const
  const admin = given.caller('admin')
  await given.governance.grantPermissions(admin, { ...grantOfTrades, resource: policy })
  return given
}

async function givenTags() {
  const given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  const values = ['internal', 'restricted']
  await governance.createTag(admin, { catalogId: home, key: 'sens', values })
  const put = (resource: typeof mkt | typeof pnl, value: string) =>
    governance.addTagsToResource(admin, {
      catalogId: home,
      resource,
      pairs: [{ key: 'sens', value }],
    })
  await put(mkt, 'internal')
  await put(pnl, 'restricted')
  return given
}
