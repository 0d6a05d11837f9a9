import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessDenied, noSuchKey } from '../errors.ts'
import { ana, bob, givenStorage, putOf } from '../testing/given-storage.ts'

test('given an object of another’s hand, when asked whose it is, then the bucket’s', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const Principal = { AWS: `arn:aws:iam::${bob.accountId}:root` }
  const Resource = 'arn:aws:s3:::lake/*'
  const statement = { Effect: 'Allow' as const, Principal, Action: 's3:*', Resource }
  const policy = JSON.stringify({ Statement: statement })
  await storage.putBucketPolicy(ana, { bucket: 'lake', policy })
  await storage.putObject(bob, putOf('a'))
  const at = { bucket: 'lake', key: 'a' }

  const { acl, versionId } = await storage.getObjectAcl(bob, at)

  assert.deepEqual([acl.owner, versionId], [ana.accountId, 'null'])
  await assert.rejects(storage.getObjectAcl(ana, { ...at, key: 'b' }), noSuchKey.matches)
  given.registered.add('s3://lake/a')
  await assert.rejects(storage.getObjectAcl(ana, at), accessDenied.matches)
})

test('given a bucket of writers, when they hand over what they put, then it is so', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const own = { to: ana.accountId, permission: 'FULL_CONTROL' as const }
  const grants = [own, { to: bob.accountId, permission: 'WRITE' as const }]
  await storage.putBucketOwnership(ana, { bucket: 'lake', ownership: 'BucketOwnerPreferred' })
  await storage.putBucketAcl(ana, { bucket: 'lake', acl: { grants } })
  const ownerOf = async (key: string) =>
    (await storage.getObjectAcl(bob, { bucket: 'lake', key })).acl.owner

  await storage.putObject(bob, putOf('kept'))
  await storage.putObject(bob, { ...putOf('given'), acl: 'bucket-owner-full-control' })

  assert.equal(await ownerOf('kept'), bob.accountId)
  await assert.rejects(ownerOf('given'), accessDenied.matches, 'it is theirs no more')
  const { acl } = await storage.getObjectAcl(ana, { bucket: 'lake', key: 'given' })
  assert.deepEqual(acl, { owner: ana.accountId, grants: [own] })
})
