import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { accessDenied, invalidInput } from '../errors.ts'

test('given a user, when its admin sets a password, then that one fits', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const ana = await given.user(admin, 'ana')
  const set = { userName: 'ana', password: 'twelve or more' }

  await given.identity.setPassword(admin, set)

  const signedIn = await given.identity.signIn({ account: 'market', ...set }, FROM_HOST)
  assert.equal(signedIn.arn, ana.arn)
  await assert.rejects(given.identity.setPassword(ana, set), accessDenied.matches)
  const short = () => given.identity.setPassword(admin, { ...set, password: 'short' })
  await assert.rejects(short, invalidInput.matches)
})
