import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { grantOfTrades, table } from '../testing/given-governance.ts'
import { forAll, givenRowPolicy, named, onDesk } from '../testing/given-row-policy.ts'

test('given an attached policy, when it is deleted, then it restricts nobody again', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  await governance.grantPermissions(admin, grantOfTrades)
  await governance.attachRowPolicy(admin, forAll)

  await governance.deleteRowPolicy(admin, named)

  const other = await given.another()
  for (const one of [governance, other]) {
    const { restricted } = await one.tableAccess(caller('analyst'), table.id)
    assert.equal(restricted, false)
  }
  // A later one of its name is attached to nothing.
  await governance.createRowPolicy(admin, onDesk)
  assert.deepEqual(await governance.listRowAttachments(admin, {}), [])
  const again = governance.deleteRowPolicy(admin, { ...named, name: 'other' })
  await assert.rejects(again, notFound.matches)
})
