import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { arn, givenTable, home, partner, trades } from '../testing/given-governance.ts'

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
