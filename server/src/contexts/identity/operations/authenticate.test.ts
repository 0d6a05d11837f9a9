import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { boundElsewhere, invalidToken, tokenExpired, unknownAccessKey } from '../errors.ts'

test('given a user’s key, when used, then its secret and caller are answered', async () => {
  await using given = await givenIdentity()
  const { admin, accountId } = await given.account({ name: 'market' })

  const { secretAccessKey, caller } = await given.identity.authenticate(admin, FROM_HOST)

  assert.equal(secretAccessKey, admin.secretAccessKey)
  assert.equal(caller.arn, `arn:aws:iam::${accountId}:user/admin`)
  assert.equal(caller.principalArn, caller.arn)
})

test('given a key that is unknown or inactive, when used, then it is refused', async () => {
  await using given = await givenIdentity()
  const { admin, caller } = await given.account({ name: 'market' })
  const { accessKeyId } = admin

  const unknown = () => given.identity.authenticate({ accessKeyId: 'AKIANOBODY' }, FROM_HOST)
  await given.identity.updateAccessKey(caller, { userName: 'admin', accessKeyId, active: false })
  const inactive = () => given.identity.authenticate({ accessKeyId }, FROM_HOST)

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

  assert.equal(
    (await given.identity.authenticate(one, FROM_HOST)).secretAccessKey,
    one.secretAccessKey,
  )
  for (const token of [altered, two.sessionToken, 'mr1.', 'x', ''])
    await assert.rejects(
      given.identity.authenticate({ accessKeyId, sessionToken: token }, FROM_HOST),
      invalidToken.matches,
    )
  await assert.rejects(
    given.identity.authenticate({ accessKeyId }, FROM_HOST),
    unknownAccessKey.matches,
  )
  given.pass(900)
  await assert.rejects(given.identity.authenticate(one, FROM_HOST), tokenExpired.matches)
})

test('given a bearer token, when presented as a session token, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller, admin } = await given.account({ name: 'market' })
  const sessionToken = await given.identity.issueToken(caller, 900)

  const presented = () => given.identity.authenticate({ ...admin, sessionToken }, FROM_HOST)

  await assert.rejects(presented, invalidToken.matches)
})

test('given a driver’s credentials, when used outside its box, then they are refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const bound = { ...caller, boundTo: 'd-1' }
  const { credentials } = await given.identity.getSessionToken(bound, 900)

  const inside = await given.identity.authenticate(credentials, { box: 'd-1' })
  for (const from of [FROM_HOST, { box: 'd-2' }])
    await assert.rejects(given.identity.authenticate(credentials, from), boundElsewhere.matches)

  assert.equal(inside.caller.boundTo, 'd-1')
  const { rows } = await given.pool.query(
    "SELECT detail->>'from' AS box FROM foundation.outbox WHERE decision = 'denied' ORDER BY id",
  )
  assert.deepEqual(rows, [{ box: null }, { box: 'd-2' }])
})
