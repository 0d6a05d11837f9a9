import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { invalidToken, tokenExpired, unknownAccessKey } from '../errors.ts'

test('given a user’s key, when used, then its secret and caller are answered', async () => {
  await using given = await givenIdentity()
  const { admin, accountId } = await given.account({ name: 'market' })

  const { secretAccessKey, caller } = await given.identity.authenticate(admin)

  assert.equal(secretAccessKey, admin.secretAccessKey)
  assert.equal(caller.arn, `arn:aws:iam::${accountId}:user/admin`)
  assert.equal(caller.principalArn, caller.arn)
})

test('given a key that is unknown or inactive, when used, then it is refused', async () => {
  await using given = await givenIdentity()
  const { admin, caller } = await given.account({ name: 'market' })
  const { accessKeyId } = admin

  const unknown = () => given.identity.authenticate({ accessKeyId: 'AKIANOBODY' })
  await given.identity.updateAccessKey(caller, { userName: 'admin', accessKeyId, active: false })
  const inactive = () => given.identity.authenticate({ accessKeyId })

  await assert.rejects(unknown, unknownAccessKey.matches)
  await assert.rejects(inactive, unknownAccessKey.matches)
})

test('given a session token, when altered, borrowed or late, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const one = (await given.identity.getSessionToken(caller, 900)).credentials
  const two = (await given.identity.getSessionToken(caller, 900)).credentials
  const { accessKeyId, sessionToken } = one
  const middle = sessionToken.length / 2
  const letter = sessionToken[middle | 0] === 'A' ? 'B' : 'A'
  const altered = sessionToken.slice(0, middle) + letter + sessionToken.slice((middle | 0) + 1)

  assert.equal((await given.identity.authenticate(one)).secretAccessKey, one.secretAccessKey)
  for (const token of [altered, two.sessionToken, 'mr1.', 'x', ''])
    await assert.rejects(
      given.identity.authenticate({ accessKeyId, sessionToken: token }),
      invalidToken.matches,
    )
  await assert.rejects(given.identity.authenticate({ accessKeyId }), unknownAccessKey.matches)
  given.pass(900)
  await assert.rejects(given.identity.authenticate(one), tokenExpired.matches)
})

test('given a bearer token, when presented as a session token, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller, admin } = await given.account({ name: 'market' })
  const sessionToken = await given.identity.issueToken(caller, 900)

  const presented = () => given.identity.authenticate({ ...admin, sessionToken })

  await assert.rejects(presented, invalidToken.matches)
})
