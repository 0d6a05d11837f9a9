import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { arn, grantOfTrades, table } from '../testing/given-governance.ts'
import { forAll, givenRowPolicy } from '../testing/given-row-policy.ts'

test('given an attached policy, when it is detached, then from whom it was on', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  await governance.grantPermissions(admin, grantOfTrades)
  await governance.attachRowPolicy(admin, forAll)
  const other = governance.detachRowPolicy(admin, { ...forAll, principal: arn('analyst') })
  await assert.rejects(other, notFound.matches)

  await governance.detachRowPolicy(admin, forAll)

  const { restricted } = await governance.tableAccess(caller('analyst'), table.id)
  assert.equal(restricted, false)
})
