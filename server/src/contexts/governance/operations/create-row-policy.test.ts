import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied } from '../errors.ts'
import { iamRefused } from '../testing/given-governance.ts'
import { givenRowPolicy, named, onDesk } from '../testing/given-row-policy.ts'

test('given a policy, when another server reads it, then it is equal', async () => {
  await using given = await givenRowPolicy()

  const other = await given.another()

  const { accountId, name, ...read } = await other.getRowPolicy(given.admin, named)
  assert.deepEqual({ catalogId: accountId, name, ...read }, onDesk)
})

test('given who does not administer, when they make a policy, then they are refused', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, forbidden } = given

  const made = governance.createRowPolicy(caller('analyst'), { ...onDesk, name: 'eu' })

  await assert.rejects(made, denied.matches)
  forbidden.add('lakeformation:CreateRLSPolicy')
  const again = governance.createRowPolicy(given.admin, { ...onDesk, name: 'eu' })
  await assert.rejects(again, iamRefused.matches)
})
