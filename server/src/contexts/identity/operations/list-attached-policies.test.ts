import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'

test('given two attached policies, when listed, then their ARNs are sorted', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.user(admin, 'ana')
  const holder = { kind: 'user', name: 'ana' } as const
  const arns = ['ReadOnlyAccess', 'AmazonS3ReadOnlyAccess'].map(
    (n) => `arn:aws:iam::aws:policy/${n}`,
  )
  for (const policyArn of arns) await given.identity.attachPolicy(admin, { ...holder, policyArn })

  const listed = await given.identity.listAttachedPolicies(admin, holder)

  assert.deepEqual(listed, arns.toReversed())
})
