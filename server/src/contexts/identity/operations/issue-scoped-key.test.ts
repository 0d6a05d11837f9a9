import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { FROM_HOST, type GivenIdentity, givenIdentity } from '../../../testing/identity.ts'
import { scopedCredentials, unknownAccessKey } from '../errors.ts'
import type { Caller } from '../model/caller.ts'

const scope = { prefixes: [{ location: 's3://inbox/agr-1/', access: 'put' as const }] }
const storage = { storage: true }

function issue({ identity, sql }: GivenIdentity, admin: Caller, endsAt: Date | null = null) {
  const wanted = { userName: 'agr-1', path: '/vendors/', scope, endsAt }
  return transaction(sql, (tx) => identity.issueScopedKey(tx, admin, wanted))
}

test('given a scoped key, when it signs, then it opens its scope and nothing else', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'home' })
  const key = await issue(given, admin)
  const { identity } = given

  const { caller } = await identity.authenticate(key, FROM_HOST, storage)
  const elsewhere = identity.authenticate(key, FROM_HOST)
  const signIn = identity.signInWithKey(key, FROM_HOST)

  assert.deepEqual(caller.scope, scope)
  assert.equal(caller.arn, `arn:aws:iam::${admin.accountId}:user/vendors/agr-1`)
  await assert.rejects(elsewhere, scopedCredentials.matches)
  await assert.rejects(signIn, scopedCredentials.matches)
  const wrong = { ...key, secretAccessKey: 'guessed' }
  assert.equal(await identity.signInWithKey(wrong, FROM_HOST, storage), undefined)
  assert.equal(await identity.allows(caller, { action: 's3:GetObject', resource: '*' }), false)
})

test('given a scoped key, when another is issued, then the first is over', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'home' })
  const first = await issue(given, admin)

  const second = await issue(given, admin)

  const old = given.identity.authenticate(first, FROM_HOST, storage)
  await assert.rejects(old, unknownAccessKey.matches)
  assert.ok(await given.identity.authenticate(second, FROM_HOST, storage))
})

test('given an end, when it comes or is moved, then all servers know', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'home' })
  const { identity } = given
  const { accountId } = admin
  const key = await issue(given, admin, new Date(given.now().getTime() + 60_000))
  const use = (server = identity) => server.authenticate(key, FROM_HOST, storage)
  const before = await use()

  given.pass(60)
  await assert.rejects(use(), unknownAccessKey.matches)
  const move = (endsAt: Date | null) =>
    transaction(given.sql, (tx) =>
      identity.moveScopedKeys(tx, { accountId, userName: 'agr-1', endsAt }),
    )
  await move(null)
  const revived = await use()
  await move(given.now())

  assert.equal(before.caller.accessKeyId, revived.caller.accessKeyId)
  await assert.rejects(use(), unknownAccessKey.matches)
  await assert.rejects(use(given.secondServer()), unknownAccessKey.matches)
})

test('given a scoped key, when IAM is asked, then its user has no other right', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'home' })
  const key = await issue(given, admin)

  const keys = await given.identity.listAccessKeys(admin, { userName: 'agr-1' })
  const command = { userName: 'agr-1', accessKeyId: key.accessKeyId, active: false }
  await given.identity.updateAccessKey(admin, command)

  assert.deepEqual(
    keys.map(({ id }) => id),
    [key.accessKeyId],
  )
  const off = given.identity.authenticate(key, FROM_HOST, storage)
  await assert.rejects(off, unknownAccessKey.matches)
})
