import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a bucket, when another account without a policy asks, then it is denied', async () => {
  await using given = await givenStorage()
  const request = { bucket: 'lake', action: 's3:ListBucket' } as const

  assert.equal((await given.storage.headBucket(ana, request)).name, 'lake')
  await assert.rejects(given.storage.headBucket(bob, request), errors.accessDenied.matches)
  await assert.rejects(
    given.storage.headBucket(ana, { ...request, bucket: 'none' }),
    errors.noSuchBucket.matches,
  )
})
