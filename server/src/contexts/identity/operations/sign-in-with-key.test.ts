import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { accountIsolated, tooManyGuesses } from '../errors.ts'

test('given a key pair, when it is right or wrong, then it is the user or nobody', async () => {
  await using given = await givenIdentity()
  const { admin, caller } = await given.account({ name: 'market' })
  const from = { box: undefined, address: '192.0.2.1' }
  const wrong = { ...admin, secretAccessKey: 'x' }

  assert.deepEqual(await given.identity.signInWithKey(admin, from), caller)
  assert.equal(await given.identity.signInWithKey(wrong, from), undefined)
  const unknown = { accessKeyId: 'AKIANOBODY', secretAccessKey: '' }
  assert.equal(await given.identity.signInWithKey(unknown, from), undefined)
})

test('given a switched-off account, when its key pair comes, then it is told so', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const { admin, accountId } = await given.account({ name: 'market' })
  const from = { box: undefined, address: '192.0.2.1' }
  await given.identity.isolateAccount('platform', { accountId, reason: 'lost' })

  const right = given.identity.signInWithKey(admin, from)
  const wrong = await given.identity.signInWithKey({ ...admin, secretAccessKey: 'x' }, from)

  await assert.rejects(right, accountIsolated.matches)
  assert.equal(wrong, undefined)
})

test('given guesses from one address, when they go on, then elsewhere is open', async () => {
  await using given = await givenIdentity()
  const { admin, caller } = await given.account({ name: 'market' })
  const [thief, home] = ['192.0.2.1', '198.51.100.7'].map((address) => ({
    box: undefined,
    address,
  }))
  const wrong = { ...admin, secretAccessKey: 'x' }
  for (let times = 0; times < 5; times += 1) await given.identity.signInWithKey(wrong, thief!)

  await assert.rejects(given.identity.signInWithKey(admin, thief!), tooManyGuesses.matches)
  assert.deepEqual(await given.identity.signInWithKey(admin, home!), caller)
})
