import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity, trusting } from '../../../testing/identity.ts'
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
  const after = await given.identity.getSessionToken(await given.caller(admin))
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

test('given a request under way, when sessions are revoked, then it derives nothing', async () => {
  await using given = await givenIdentity()
  const { caller, admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` })
  const { arn: roleArn } = await given.identity.createRole(caller, { name: 'in', trust })
  const session = await given.caller((await given.identity.getSessionToken(caller)).credentials)
  const underWay = [await given.caller(admin), session]
  given.pass(1)
  await given.identity.revokeSessions(caller, { principalArn: caller.arn })
  given.pass(1)

  const invalid = invalidToken.matches
  for (const late of underWay) {
    const vended = await given.identity.vend(late, { prefixes: [] }, 900)
    await assert.rejects(given.caller(vended), invalid)
    const token = await given.identity.issueToken(late, 900)
    await assert.rejects(given.identity.verifyToken(token, FROM_HOST), invalid)
    const assumed = given.identity.assumeRole(late, { roleArn, sessionName: 'in' })
    await assert.rejects(assumed, invalid)
  }
  const [key = assert.fail()] = underWay
  const renewed = await given.identity.getSessionToken(key)
  await assert.rejects(given.caller(renewed.credentials), invalid)
})

test('given a chain of sessions, when the first is revoked, then so is the last', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const token = await given.identity.issueToken(caller, 9000)
  given.pass(60)
  const derived = await given.identity.verifyToken(token, FROM_HOST)
  const last = await given.identity.issueToken(derived, 900)
  await given.identity.verifyToken(last, FROM_HOST)

  await given.identity.revokeSessions(caller, { principalArn: caller.arn })

  await assert.rejects(given.identity.verifyToken(last, FROM_HOST), invalidToken.matches)
})
