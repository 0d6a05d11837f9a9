import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a new name, when it is created, then the account has the bucket', async () => {
  await using given = await givenStorage()

  await given.storage.createBucket(ana, { name: 'new-bucket', ifOwned: 'refuse' })

  const page = { prefix: 'new', after: '', bucketsMax: 10 }
  const { buckets } = await given.storage.listBuckets(ana, page)
  assert.ok(buckets.some(({ name }) => name === 'new-bucket'))
  assert.deepEqual(await given.audited(), ['allowed storage.bucket-created s3://new-bucket by ana'])
})

test('given a bucket, when its name is created again, then it says whose it is', async () => {
  await using given = await givenStorage()

  const own = () => given.storage.createBucket(ana, { name: 'lake', ifOwned: 'refuse' })
  const other = () => given.storage.createBucket(bob, { name: 'lake', ifOwned: 'refuse' })

  await assert.rejects(own, errors.bucketAlreadyOwned.matches)
  await given.storage.createBucket(ana, { name: 'lake', ifOwned: 'keep' })
  await assert.rejects(other, errors.bucketNameTaken.matches)
})

test('given names that S3 refuses, when created, then refused', async () => {
  await using given = await givenStorage()
  for (const name of ['ab', 'a_b', '-ab', '1.2.3.4', 'a'.repeat(64)])
    await assert.rejects(
      given.storage.createBucket(ana, { name, ifOwned: 'refuse' }),
      errors.invalidBucketName.matches,
    )
})

test('given names of the platform’s own, when created, then it says that they are', async () => {
  await using given = await givenStorage()
  for (const name of ['api', 'app', 'metrics', 'readyz'])
    await assert.rejects(
      given.storage.createBucket(ana, { name, ifOwned: 'refuse' }),
      errors.reservedBucketName.matches,
    )
})
