import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { database, eng, givenGovernance, table } from '../testing/given-governance.ts'

test('given a new account, when a table is registered, then IAM alone decides', async () => {
  await using given = await givenGovernance()
  const { governance, sql } = given

  await transaction(sql, async (tx) => {
    await governance.registerDatabase(tx, database)
    await governance.registerTable(tx, table)
  })

  const access = await governance.tableAccess(given.caller('analyst'), table.id)
  assert.equal(access.iamOnly, true)
  assert.deepEqual([...access.columns], [1, 2, 3])
  assert.equal(access.restricted, false)
})

test('given a transaction, when it is rolled back, then nothing was registered', async () => {
  await using given = await givenGovernance()
  const { governance, sql } = given

  const failed = transaction(sql, async (tx) => {
    await governance.registerDatabase(tx, database)
    throw new RangeError('stop')
  })

  await assert.rejects(failed, RangeError)
  const seen = await governance.visibleDatabases(given.caller(eng), database.accountId)
  assert.equal(seen.size, 0)
})
