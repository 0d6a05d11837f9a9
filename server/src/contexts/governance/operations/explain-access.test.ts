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

test('given a hidden column, when it is explained, then its tag and setter are named', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const policy = { kind: 'table-policy', expression: internal } as const
  const grant = { catalogId: home, resource: policy, permissions: ['SELECT'] } as const
  const principal = arn('analyst')
  await governance.grantPermissions(caller('admin'), { ...grant, principal, grantable: [] })

  const explanation = await governance.explainAccess(caller('analyst'), where)

  assert.equal(explanation.verdict, 'partial')
  assert.equal(explanation.readsCatalog, true)
  assert.deepEqual(explanation.hidden, ['pnl'])
  const [only] = explanation.considered
  assert.equal(only?.outcome, 'partly')
  assert.match(only?.reason ?? '', /"pnl" has sens=restricted \(set on the column by arn:.*admin/)
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
