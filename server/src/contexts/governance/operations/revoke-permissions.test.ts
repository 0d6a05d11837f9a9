import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { arn, givenTable, home, table, trades } from '../testing/given-governance.ts'

const both = {
  catalogId: home,
  principal: arn('analyst'),
  resource: trades,
  permissions: ['SELECT', 'ALTER'],
  grantable: [],
} as const

test('given two permissions, when one is revoked, then the other stays', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), both)

  await governance.revokePermissions(caller('admin'), { ...both, permissions: ['ALTER'] })

  const access = await governance.tableAccess(caller('analyst'), table.id)
  assert.deepEqual([...access.permissions].sort(), ['DESCRIBE', 'SELECT'])
})

test('given a permission that is not held, when it is revoked, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  const revoked = governance.revokePermissions(caller('admin'), both)

  await Promise.all([
    assert.rejects(revoked, invalidInput.matches),
    assert.rejects(revoked, /No permissions revoked/),
  ])
})
