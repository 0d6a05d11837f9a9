import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a bucket, when asked whose its objects are, then as was said, or nothing', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const get = () => storage.getBucketOwnership(ana, 'lake')
  assert.equal(await get(), 'BucketOwnerEnforced')

  await storage.putBucketOwnership(ana, { bucket: 'lake', ownership: undefined })

  await assert.rejects(get(), errors.noSuchOwnership.matches)
  await assert.rejects(storage.getBucketOwnership(bob, 'lake'), errors.accessDenied.matches)
})
