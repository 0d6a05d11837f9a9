import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { boundElsewhere, invalidToken, tokenExpired } from '../errors.ts'

test('given a token, when its time is over, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const token = await given.identity.issueToken(caller, 60)

  given.pass(60)

  await assert.rejects(given.identity.verifyToken(token, FROM_HOST), tokenExpired.matches)
})

test('given what is no token of ours, when verified, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const foreign = await (await givenIdentityOfOther(caller)).issue()
  const { credentials } = await given.identity.getSessionToken(caller, 900)

  for (const token of ['', 'mr1.AAAA', 'mr2.AAAA', foreign, credentials.sessionToken])
    await assert.rejects(given.identity.verifyToken(token, FROM_HOST), invalidToken.matches)
})

/** A token of another platform, whose sealing key is another. */
async function givenIdentityOfOther(caller: Parameters<Issue>[0]) {
  await using other = await givenIdentity()
  const token = await other.identity.issueToken(caller, 60)
  return { issue: async () => token }
}

type Issue = Awaited<ReturnType<typeof givenIdentity>>['identity']['issueToken']

test('given a driver’s token, when presented outside its box, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const token = await given.identity.issueToken({ ...caller, boundTo: 'd-1' }, 60)

  assert.equal((await given.identity.verifyToken(token, { box: 'd-1' })).boundTo, 'd-1')
  for (const from of [FROM_HOST, { box: 'd-2' }])
    await assert.rejects(given.identity.verifyToken(token, from), boundElsewhere.matches)
})
