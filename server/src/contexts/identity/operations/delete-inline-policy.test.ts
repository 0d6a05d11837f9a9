import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import { noSuchPolicy } from '../errors.ts'

test('given an inline policy, when deleted, then its rights are gone, and it is', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const ana = await given.user(admin, 'ana', allowing('s3:*'))
  const policy = { kind: 'user', name: 'ana', policyName: 'own' } as const

  await given.identity.deleteInlinePolicy(admin, policy)

  const request = { action: 's3:GetObject', resource: '*' }
  assert.equal(await given.identity.allows(ana, request), false)
  await assert.rejects(given.identity.deleteInlinePolicy(admin, policy), noSuchPolicy.matches)
})
