import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage, putOf, vended } from '../testing/given-storage.ts'

const at = { bucket: 'lake', key: 'a' }

test('given an object, when its list grants, then as it says, and it is no newer', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putBucketOwnership(ana, { bucket: 'lake', ownership: 'ObjectWriter' })
  const { modifiedAt } = await storage.putObject(ana, putOf('a'))
  const read = () => storage.getObject(bob, { ...at, conditions: {} })
  await assert.rejects(read(), errors.accessDenied.matches)

  const grants = [{ to: bob.accountId, permission: 'READ' as const }]
  await storage.putObjectAcl(ana, { ...at, acl: { grants } })

  assert.deepEqual((await read()).object.modifiedAt, modifiedAt)
  await storage.copyObject(ana, {
    ...{ bucket: 'lake', key: 'copy', source: at, sourceConditions: {}, conditions: {} },
  })
  const copy = storage.getObject(bob, { bucket: 'lake', key: 'copy', conditions: {} })
  await assert.rejects(copy, errors.accessDenied.matches, 'a list is not copied')
})

test('given versions, when one is opened, then the others are not', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putBucketOwnership(ana, { bucket: 'lake', ownership: 'ObjectWriter' })
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  const past = await storage.putObject(ana, putOf('a', 'past'))
  const held = await storage.putObject(ana, putOf('a', 'held'))
  const read = (versionId?: string) =>
    storage.headObject(bob, { ...at, ...(versionId ? { versionId } : {}), conditions: {} })

  const grants = [{ to: bob.accountId, permission: 'READ' as const }]
  const { versionId } = past
  await storage.putObjectAcl(ana, { ...at, versionId, acl: { grants } })

  assert.equal((await read(versionId)).object.versionId, versionId)
  await assert.rejects(read(), errors.accessDenied.matches)
  await assert.rejects(read(held.versionId), errors.accessDenied.matches)
})

test('given no right to it, when a list is put, then it is refused', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putObject(ana, putOf('a'))
  type Canned = 'bucket-owner-full-control' | 'public-read'
  const put = (caller = ana, acl: Canned = 'bucket-owner-full-control') =>
    storage.putObjectAcl(caller, { ...at, acl })
  const scoped = vended({ location: 's3://lake/', access: 'read-write' })

  await put()
  await assert.rejects(put(ana, 'public-read'), errors.aclNotSupported.matches)
  await assert.rejects(put(bob), errors.accessDenied.matches)
  await assert.rejects(put(scoped), errors.accessDenied.matches)
  given.registered.add('s3://lake/a')
  await assert.rejects(put(), errors.accessDenied.matches)
})
