import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { accessDenied, invalidToken } from '../errors.ts'

test('given a session, when it is revoked, then it ends and the key stays', async () => {
  await using given = await givenIdentity()
  const { caller, admin } = await given.account({ name: 'market' })
  const before = await given.identity.getSessionToken(caller)
  const token = await given.identity.issueToken(caller, 900)
  given.pass(1)

  await given.identity.revokeSessions(caller, { principalArn: caller.arn })

  await assert.rejects(
    given.identity.authenticate(before.credentials, FROM_HOST),
    invalidToken.matches,
  )
  await assert.rejects(given.identity.verifyToken(token, FROM_HOST), invalidToken.matches)
  await given.identity.authenticate(admin, FROM_HOST)
  const after = await given.identity.getSessionToken(caller)
  assert.equal((await given.caller(after.credentials)).arn, caller.arn)
})

test('given another account, when it revokes sessions, then it is refused', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const one = await given.account({ name: 'one' })
  const two = await given.account({ name: 'two' })

  const revoked = () => given.identity.revokeSessions(one.caller, { principalArn: two.caller.arn })

  await assert.rejects(revoked, accessDenied.matches)
})
