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
  const at = { bucket: 'lake', key: 'a', verb: 'Get' as const }

  const owner = await storage.ownerOfObject(bob, at)

  assert.deepEqual(owner, { accountId: ana.accountId, versionId: 'null' })
  await assert.rejects(storage.ownerOfObject(ana, { ...at, key: 'b' }), noSuchKey.matches)
  given.registered.add('s3://lake/a')
  await assert.rejects(storage.ownerOfObject(ana, at), accessDenied.matches)
})
