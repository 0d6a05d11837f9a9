import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchBucket } from '../errors.ts'
import { ana, givenStorage, vended } from '../testing/given-storage.ts'

test('given a bucket, when it is to keep versions, then it says so and it is audited', async () => {
  await using given = await givenStorage()
  const asked = { bucket: 'lake', action: 's3:GetBucketVersioning' } as const
  const before = await given.storage.headBucket(ana, asked)

  await given.storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })

  const after = await given.storage.headBucket(ana, asked)
  assert.deepEqual([before.versioning, after.versioning], [undefined, 'enabled'])
  assert.deepEqual(await given.audited(), ['allowed storage.versioning-enabled s3://lake by ana'])
})

test('given no right or no bucket, when asked, then nothing changes', async () => {
  await using given = await givenStorage()
  const command = { bucket: 'lake', versioning: 'suspended' } as const
  const caller = vended({ location: 's3://lake/', access: 'read-write' })

  await assert.rejects(given.storage.putBucketVersioning(caller, command))
  given.refusedActions.add('s3:PutBucketVersioning')
  await assert.rejects(given.storage.putBucketVersioning(ana, command))
  given.refusedActions.clear()
  await assert.rejects(
    given.storage.putBucketVersioning(ana, { ...command, bucket: 'none' }),
    noSuchBucket.matches,
  )

  const action = 's3:GetBucketVersioning'
  assert.equal(
    (await given.storage.headBucket(ana, { bucket: 'lake', action })).versioning,
    undefined,
  )
})
