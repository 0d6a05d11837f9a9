import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { arn, givenTable, grantOfTrades, home, trades } from '../testing/given-governance.ts'

const allTables = { kind: 'all-tables', database: 'mkt' } as const
const mkt = { kind: 'database', database: 'mkt' } as const

test('given opt-ins, when a second server lists them, then each sees what is theirs', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  for (const resource of [trades, allTables, mkt])
    for (const user of ['analyst', 'intern']) {
      const optIn = { catalogId: home, principal: arn(user), resource }
      await governance.createOptIn(caller('admin'), optIn)
    }
  const another = await given.another()

  const all = await another.listOptIns(caller('admin'), {})
  const named = { principal: arn('intern'), on: { catalogId: home, resource: allTables } }
  const [one, ...more] = await another.listOptIns(caller('admin'), named)
  const own = await another.listOptIns(caller('analyst'), {})

  assert.equal(all.length, 6)
  assert.deepEqual(one, {
    principal: arn('intern'),
    catalogId: home,
    resource: allTables,
    updatedBy: arn('admin'),
    updatedAt: given.now.at,
  })
  assert.deepEqual(more, [])
  const seen = own.map(({ principal, resource }) => `${principal} ${resource.kind}`).sort()
  const kinds = ['all-tables', 'database', 'table']
  assert.deepEqual(
    seen,
    kinds.map((kind) => `${arn('analyst')} ${kind}`),
  )
})

test('given a table that goes, when opt-ins are listed, then its own went with it', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const optIn = { catalogId: home, principal: arn('analyst'), resource: trades }
  await governance.createOptIn(caller('admin'), optIn)

  await transaction(given.sql, (tx) => governance.dropTable(tx, 'table-1'))

  const another = await given.another()
  assert.deepEqual(await another.listOptIns(caller('admin'), {}), [])
})
