import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity, trusting } from '../../../testing/identity.ts'
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

test('given a user with a policy or key, when deleted, then it is a conflict', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.user(admin, 'ana', allowing('s3:*'))

  const deleted = () => given.identity.removePrincipal(admin, { kind: 'user', name: 'ana' })

  await assert.rejects(deleted, errors.deleteConflict.matches)
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

test('given two accounts, when one names the other’s user, then it is not there', async () => {
  await using given = await givenIdentity()
  const one = await given.account({ name: 'one' })
  const two = await given.account({ name: 'two' })
  await given.user(two.caller, 'bob')

  const read = () => given.identity.getPrincipal(one.caller, { kind: 'user', name: 'bob' })

  await assert.rejects(read, errors.noSuchUser.matches)
})

test('given a role, when its trust and its duration change, then they are as said', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ Service: 'ingestion.millrace' })
  await given.identity.createRole(admin, { name: 'feed', trust, description: 'takes in' })

  await given.identity.updateTrust(admin, { name: 'feed', trust: trusting({ AWS: accountId }) })
  await given.identity.updateRole(admin, { name: 'feed', maxSessionSeconds: 7200 })

  const role = await given.identity.getPrincipal(admin, { kind: 'role', name: 'feed' })
  assert.equal(role.maxSessionSeconds, 7200)
  assert.equal(role.description, 'takes in')
  assert.deepEqual(role.trust, JSON.parse(trusting({ AWS: accountId })))
})

test('given a bad name, path or trust, when created, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })

  const name = () => given.identity.createUser(admin, { name: 'a/b' })
  const path = () => given.identity.createUser(admin, { name: 'ana', path: 'desk' })
  const trust = () => given.identity.createRole(admin, { name: 'r', trust: '{"Statement":[]}' })

  await assert.rejects(name, errors.invalidInput.matches)
  await assert.rejects(path, errors.invalidInput.matches)
  await assert.rejects(trust, errors.malformedPolicy.matches)
})
