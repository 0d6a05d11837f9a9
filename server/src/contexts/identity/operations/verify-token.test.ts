import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { invalidToken, tokenExpired } from '../errors.ts'

test('given a token, when its time is over, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const token = await given.identity.issueToken(caller, 60)

  given.pass(60)

  await assert.rejects(given.identity.verifyToken(token), tokenExpired.matches)
})

test('given what is no token of ours, when verified, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const foreign = await (await givenIdentityOfOther(caller)).issue()
  const { credentials } = await given.identity.getSessionToken(caller, 900)

  for (const token of ['', 'mr1.AAAA', 'mr2.AAAA', foreign, credentials.sessionToken])
    await assert.rejects(given.identity.verifyToken(token), invalidToken.matches)
})

/** A token of another platform, whose sealing key is another. */
async function givenIdentityOfOther(caller: Parameters<Issue>[0]) {
  await using other = await givenIdentity()
  const token = await other.identity.issueToken(caller, 60)
  return { issue: async () => token }
}

type Issue = Awaited<ReturnType<typeof givenIdentity>>['identity']['issueToken']
