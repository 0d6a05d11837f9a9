import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, givenTags, iamRefused, partner } from '../testing/given-governance.ts'

test('given no rules, when an admin asks for them, then there are none', async () => {
  await using given = await givenTags()

  const found = await given.governance.getApprovalRules(given.caller('admin'), {})

  assert.deepEqual(found, { rules: [], version: 0 })
})

test('given rules, when IAM refuses or another account asks, then none are told', async () => {
  await using given = await givenTags()
  const { governance, caller, forbidden } = given
  const expression = [{ key: 'domain', values: ['market'] }]
  const rule = { name: 'market', expression, approvers: [arn('ana')], persons: 1 }
  await governance.putApprovalRules(caller('admin'), { rules: [rule] })

  const others = await governance.getApprovalRules(caller('admin', partner), {})
  forbidden.add('lakeformation:GetDataLakeSettings')
  const refused = governance.getApprovalRules(caller('admin'), {})

  assert.deepEqual(others, { rules: [], version: 0 })
  await assert.rejects(refused, iamRefused.matches)
})
