import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { noSuchPolicy } from '../errors.ts'

test('given an attached policy, when detached, then its rights are gone, and it is', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const ana = await given.user(admin, 'ana')
  const policyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
  const attached = { kind: 'user', name: 'ana', policyArn } as const
  await given.identity.attachPolicy(admin, attached)

  await given.identity.detachPolicy(admin, attached)

  const request = { action: 's3:GetObject', resource: '*' }
  assert.equal(await given.identity.allows(ana, request), false)
  await assert.rejects(given.identity.detachPolicy(admin, attached), noSuchPolicy.matches)
})
