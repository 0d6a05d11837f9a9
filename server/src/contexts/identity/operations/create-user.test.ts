import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import * as errors from '../errors.ts'

test('given an account, when users are made, listed and deleted, then it shows', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })

  const ana = await given.identity.createUser(admin, { name: 'ana', path: '/desk/' })

  assert.equal(ana.arn, `arn:aws:iam::${accountId}:user/desk/ana`)
  const names = async () =>
    (await given.identity.listPrincipals(admin, { kind: 'user' })).map(({ name }) => name)
  assert.deepEqual(await names(), ['admin', 'ana'])
  const again = () => given.identity.createUser(admin, { name: 'ANA' })
  await assert.rejects(again, errors.entityExists.matches)
  await given.identity.removePrincipal(admin, { kind: 'user', name: 'ana' })
  assert.deepEqual(await names(), ['admin'])
  const gone = () => given.identity.getPrincipal(admin, { kind: 'user', name: 'ana' })
  await assert.rejects(gone, errors.noSuchUser.matches)
})

test('given a user without rights, when it makes or reads users, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const ana = await given.user(admin, 'ana')

  const made = () => given.identity.createUser(ana, { name: 'bob' })
  const read = () => given.identity.getPrincipal(ana, { kind: 'user', name: 'nobody' })

  await assert.rejects(made, errors.accessDenied.matches)
  await assert.rejects(read, errors.accessDenied.matches)
})

test('given a bad name or path, when created, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })

  const name = () => given.identity.createUser(admin, { name: 'a/b' })
  const path = () => given.identity.createUser(admin, { name: 'ana', path: 'desk' })

  await assert.rejects(name, errors.invalidInput.matches)
  await assert.rejects(path, errors.invalidInput.matches)
})
