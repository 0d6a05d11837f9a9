import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { database, givenGovernance, home } from '../testing/given-governance.ts'

test('given a database, when it is registered, then its creator has all of it', async () => {
  await using given = await givenGovernance()
  const { governance, caller } = given

  await transaction(given.sql, (tx) => governance.registerDatabase(tx, database))

  await governance.demandDatabase(caller('eng'), database.id, 'DROP')
  const seen = await governance.visibleDatabases(caller('eng'), home)
  assert.deepEqual([...seen], [database.id])
})
