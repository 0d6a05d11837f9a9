import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a policy, when it is deleted, then it opens the bucket no longer', async () => {
  await using given = await givenStorage()
  const statement = {
    Effect: 'Allow' as const,
    Principal: { AWS: bob.accountId },
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::lake',
  }
  await given.storage.putBucketPolicy(ana, {
    bucket: 'lake',
    policy: JSON.stringify({ Statement: statement }),
  })
  const list = () =>
    given.storage.listObjects(bob, { bucket: 'lake', prefix: '', from: '', entriesMax: 1 })
  assert.deepEqual(await list(), { accountId: ana.accountId, entries: [] })

  await given.storage.deleteBucketPolicy(ana, 'lake')
  await given.storage.deleteBucketPolicy(ana, 'lake')

  await assert.rejects(list(), errors.accessDenied.matches)
})
