import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, grantOfUs, table, us } from '../testing/given-governance.ts'

test('given a granted filter, when it changes, then the next read sees it', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grantOfUs)

  await governance.updateDataFilter(caller('admin'), { ...us, rows: "sym = 'EU'" })

  const access = await governance.tableAccess(caller('analyst'), table.id)
  assert.match(JSON.stringify(access.rowFilter), /EU/)
})
