import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { database, eng, givenGovernance, table } from '../testing/given-governance.ts'

test('given a table, when it is dropped with its database, then both are gone', async () => {
  await using given = await givenGovernance()
  const { governance, sql } = given
  await transaction(sql, async (tx) => {
    await governance.registerDatabase(tx, database)
    await governance.registerTable(tx, table)
  })

  await transaction(sql, (tx) => governance.dropDatabase(tx, database.id))

  const access = await governance.tableAccess(given.caller(eng), table.id)
  assert.equal(access.permissions.size, 0)
  assert.deepEqual(await sql.selectFrom('governance.grants').select('id').execute(), [])
})
