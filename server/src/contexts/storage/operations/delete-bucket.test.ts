import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { givenHeldOpen } from '../testing/given-locks.ts'
import { ana, givenStorage, plain, putOf, targetsOf } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'

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

const GOING = `SELECT name FROM storage.buckets WHERE name = 'lake' FOR UPDATE`
const GONE = `DELETE FROM storage.uploads WHERE bucket = 'lake';
  DELETE FROM storage.buckets WHERE name = 'lake'`

for (const [kind, body] of Object.entries({ small: 'x', large: 'x'.repeat(40_000) }))
  test(`given a bucket on its way out, when a ${kind} one is put, then it is told so`, async () => {
    await using given = await givenStorage()
    const held = await givenHeldOpen(given, GOING)

    const late = given.storage.putObject(ana, putOf('a', body))
    const refused = assert.rejects(late, errors.noSuchBucket.matches)
    await held.waitedFor(1)
    await held.query(GONE)
    await held.commit()

    await refused
  })

test('given a bucket on its way out, when an upload is completed, then it is told so', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  const parts = [await part(1, Buffer.from('whole'))]
  const held = await givenHeldOpen(given, GOING)

  const refused = assert.rejects(complete(parts), errors.noSuchBucket.matches)
  await held.waitedFor(1)
  await held.query(GONE)
  await held.commit()

  await refused
})

test('given a bucket on its way out, when a key is hidden, then it is told so', async () => {
  await using given = await givenStorage()
  await given.storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  const held = await givenHeldOpen(given, GOING)

  const late = given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['a']) })
  const refused = assert.rejects(late, errors.noSuchBucket.matches)
  await held.waitedFor(1)
  await held.query(GONE)
  await held.commit()

  await refused
})
