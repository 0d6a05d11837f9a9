import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'

test('given an upload, when aborted, then its parts are gone and it stays aborted', async () => {
  await using given = await givenStorage()
  const { upload, part, complete } = await givenUpload(given)
  const parts = [await part(1, Buffer.alloc(100_000))]

  await given.storage.abortUpload(ana, upload)

  await assert.rejects(complete(parts), errors.noSuchUpload.matches)
  await assert.rejects(part(2, Buffer.from('x')), errors.noSuchUpload.matches)
  await assert.rejects(given.storage.abortUpload(ana, upload), errors.noSuchUpload.matches)
  const { rows } = await given.database.pool.query('SELECT * FROM storage.parts')
  assert.deepEqual(rows, [])
})

test('given parts that race an abort, when both end, then no part is left', async () => {
  await using given = await givenStorage()
  const { upload, part } = await givenUpload(given)

  await Promise.allSettled([
    ...Array.from({ length: 8 }, (_, index) => part(index + 1, Buffer.alloc(50_000))),
    given.storage.abortUpload(ana, upload),
  ])

  const { rows } = await given.database.pool.query('SELECT * FROM storage.parts')
  assert.deepEqual(rows, [])
})
