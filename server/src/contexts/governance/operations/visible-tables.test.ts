import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, database, eng, givenTable, home, table, trades } from '../testing/given-governance.ts'

test('given a table, when tables are listed, then only who may DESCRIBE it sees it', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const grant = { catalogId: home, principal: arn('analyst'), resource: trades, grantable: [] }
  await governance.grantPermissions(caller('admin'), { ...grant, permissions: ['DESCRIBE'] })
  const seen = async (user: string) => [
    ...(await governance.visibleTables(caller(user), database.id)).keys(),
  ]

  const all = await Promise.all([seen(eng), seen('analyst'), seen('eve')])

  assert.deepEqual(all, [[table.id], [table.id], []])
})
