import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedMeanwhile } from '../errors.ts'
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

test('given a filter that somebody changed, when it is changed as read, then no more', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  const read = await governance.getDataFilter(caller('admin'), us)
  await governance.updateDataFilter(caller('admin'), { ...read, rows: "sym = 'EU'" })

  const again = governance.updateDataFilter(caller('admin'), { ...read, rows: "sym = 'AP'" })

  await assert.rejects(again, changedMeanwhile.matches)
  const { rows } = await governance.getDataFilter(caller('admin'), us)
  assert.equal(rows, "sym = 'EU'")
})
