import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { boundElsewhere, invalidToken, tokenExpired } from '../errors.ts'

const HOUR_SECONDS = 3600
const box = 'd-1'

async function givenWork() {
  const given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const temporary = (await given.identity.getSessionToken(caller, 900)).caller
  const work = { since: given.now(), boundTo: box, seconds: 12 * HOUR_SECONDS }
  return Object.assign(given, { caller, temporary, work })
}

test('given work of a user, when it goes on, then in its box with the user’s rights', async () => {
  await using given = await givenWork()
  given.pass(48 * HOUR_SECONDS)

  const { credentials } = await given.identity.actForCaller({ ...given.work, caller: given.caller })

  const { caller } = await given.identity.authenticate(credentials, { box })
  assert.equal(caller.principalArn, given.caller.principalArn)
  await assert.rejects(
    given.identity.authenticate(credentials, { box: 'd-2' }),
    boundElsewhere.matches,
  )
})

test('given work of a session, when half a day is over, then it ends', async () => {
  await using given = await givenWork()
  const act = () => given.identity.actForCaller({ ...given.work, caller: given.temporary })
  given.pass(11 * HOUR_SECONDS)

  const { caller, credentials } = await act()

  assert.equal(credentials.expiresAt.getTime(), given.now().getTime() + HOUR_SECONDS * 1000)
  const token = await given.identity.issueToken(caller, 12 * HOUR_SECONDS)
  given.pass(HOUR_SECONDS + 1)
  await assert.rejects(act, tokenExpired.matches)
  await assert.rejects(given.identity.verifyToken(token, { box }), tokenExpired.matches)
})

test('given revoked sessions, when the work asks again, then it has no rights', async () => {
  await using given = await givenWork()
  given.pass(1)
  await given.identity.revokeSessions(given.caller, { principalArn: given.caller.arn })

  for (const caller of [given.caller, given.temporary])
    await assert.rejects(
      () => given.identity.actForCaller({ ...given.work, caller }),
      invalidToken.matches,
    )
})
