import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import { noSuchPolicy } from '../errors.ts'

test('given an inline policy, when read, then its text is as put, and no other is', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.user(admin, 'ana', allowing('s3:*'))
  const holder = { kind: 'user', name: 'ana' } as const

  const text = await given.identity.getInlinePolicy(admin, { ...holder, policyName: 'own' })

  assert.equal(text, JSON.stringify(allowing('s3:*')))
  const other = () => given.identity.getInlinePolicy(admin, { ...holder, policyName: 'other' })
  await assert.rejects(other, noSuchPolicy.matches)
})
