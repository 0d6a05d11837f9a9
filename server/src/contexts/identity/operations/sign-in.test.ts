import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { accountIsolated, wrongPassword } from '../errors.ts'

test('given a password, when a user signs in with it, then it is the caller', async () => {
  await using given = await givenIdentity()
  const { admin, accountId, caller } = await given.account({ name: 'market' })
  const { password, userName } = admin

  const byName = await given.identity.signIn({ account: 'market', userName, password }, FROM_HOST)
  const byId = await given.identity.signIn({ account: accountId, userName, password }, FROM_HOST)

  assert.equal(byName.arn, caller.arn)
  assert.equal(byId.arn, caller.arn)
})

test('given a wrong account, user or password, then all look the same', async () => {
  await using given = await givenIdentity()
  const { admin } = await given.account({ name: 'market' })
  const right = { account: 'market', userName: 'admin', password: admin.password }

  for (const change of [{ account: 'x' }, { userName: 'x' }, { password: 'x' }, { password: '' }])
    await assert.rejects(
      given.identity.signIn({ ...right, ...change }, FROM_HOST),
      wrongPassword.matches,
    )
})

test('given an isolated account, when its user signs in, then it is refused', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const { admin, accountId } = await given.account({ name: 'market' })
  await given.identity.isolateAccount('platform', { accountId })

  const { password, userName } = admin
  const signIn = () => given.identity.signIn({ account: 'market', userName, password }, FROM_HOST)

  await assert.rejects(signIn, accountIsolated.matches)
})
