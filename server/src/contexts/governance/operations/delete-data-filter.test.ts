import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { givenTable, grantOfUs, table, us, usName } from '../testing/given-governance.ts'

test('given a granted filter, when it is deleted, then only by force', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grantOfUs)

  const refused = governance.deleteDataFilter(caller('admin'), usName)
  await assert.rejects(refused, invalidInput.matches)
  await governance.deleteDataFilter(caller('admin'), { ...usName, force: true })

  const access = await governance.tableAccess(caller('analyst'), table.id)
  assert.equal(access.permissions.size, 0)
})
