import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, plain, putOf, targetsOf } from '../testing/given-storage.ts'

test('given an object in it, when a bucket is deleted, then only once it is empty', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a'))

  await assert.rejects(given.storage.deleteBucket(ana, 'lake'), errors.bucketNotEmpty.matches)
  await given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['a']) })
  await given.storage.deleteBucket(ana, 'lake')

  await assert.rejects(given.storage.deleteBucket(ana, 'lake'), errors.noSuchBucket.matches)
})

test('given a running upload, when its bucket is deleted, then it goes with it', async () => {
  await using given = await givenStorage()
  const at = { bucket: 'lake', key: 'big' }
  const uploadId = await given.storage.createUpload(ana, { ...at, attributes: plain })

  await given.storage.deleteBucket(ana, 'lake')

  await given.storage.createBucket(ana, { name: 'lake', ifOwned: 'refuse' })
  const late = given.storage.abortUpload(ana, { ...at, uploadId })
  await assert.rejects(late, errors.noSuchUpload.matches)
})
