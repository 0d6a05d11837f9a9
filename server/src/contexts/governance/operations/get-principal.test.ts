import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, givenTable, iamRefused } from '../testing/given-governance.ts'

test('given a session of a role, when it asks who it is, then as grants name it', async () => {
  await using given = await givenTable()
  const caller = { ...given.caller('research'), arn: 'arn:aws:sts::1:assumed-role/research/ana' }

  assert.equal(await given.governance.getPrincipal(caller), arn('research'))

  given.forbidden.add('lakeformation:GetDataLakePrincipal')
  await assert.rejects(given.governance.getPrincipal(caller), iamRefused.matches)
})
