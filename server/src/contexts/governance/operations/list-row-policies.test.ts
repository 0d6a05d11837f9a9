import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenRowPolicy, onDesk } from '../testing/given-row-policy.ts'

test('given policies, when listed, then by name, and for strangers none', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  await governance.createRowPolicy(admin, { ...onDesk, name: 'EU' })

  const listed = await governance.listRowPolicies(admin)

  assert.deepEqual(
    listed.map(({ name }) => name),
    ['eu', 'us'],
  )
  assert.deepEqual(await governance.listRowPolicies(caller('analyst')), [])
})
