import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'

test('given a caller, when a token is issued, then it stands for that caller', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })

  const token = await given.identity.issueToken(caller, 60)

  const { expiresAt, ...same } = await given.identity.verifyToken(token, FROM_HOST)
  assert.deepEqual(same, caller)
  assert.equal(expiresAt?.getTime(), given.now().getTime() + 60_000)
  assert.ok(!token.includes(caller.accessKeyId))
})
