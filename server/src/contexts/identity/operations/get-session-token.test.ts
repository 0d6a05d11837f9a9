import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { accessDenied, invalidInput } from '../errors.ts'

test('given a user, when it gets a session token, then it has its own rights', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })

  const { credentials } = await given.identity.getSessionToken(caller)

  const session = await given.caller(credentials)
  assert.equal(session.arn, caller.arn)
  assert.match(credentials.accessKeyId, /^ASIA[0-9A-Z]{16}$/)
  assert.equal(credentials.expiresAt.getTime() - given.now().getTime(), 43_200_000)
})

test('given temporary credentials, when they ask for more, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const session = await given.identity.getSessionToken(caller)

  const again = () => given.identity.getSessionToken(session.caller)

  await assert.rejects(again, accessDenied.matches)
  await assert.rejects(given.identity.getSessionToken(caller, 899), invalidInput.matches)
})
