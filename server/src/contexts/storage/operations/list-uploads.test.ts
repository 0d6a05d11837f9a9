import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenStorage } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'

test('given uploads, when listed, then the running ones in open places, in pages', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  await complete([await part(1, Buffer.from('x'))])
  const { upload: one } = await givenUpload(given)
  const { upload: two } = await givenUpload(given)
  const query = { bucket: 'lake', prefix: '', uploadsMax: 1 }

  const first = await given.storage.listUploads(ana, { ...query, after: { key: '', uploadId: '' } })
  const after = { key: 'big', uploadId: one.uploadId }
  const second = await given.storage.listUploads(ana, { ...query, after })

  assert.deepEqual(
    first.uploads.map(({ id }) => id),
    [one.uploadId],
  )
  assert.equal(first.truncated, true)
  assert.deepEqual(
    second.uploads.map(({ id }) => id),
    [two.uploadId],
  )
  given.registered.add('s3://lake/big')
  assert.deepEqual((await given.storage.listUploads(ana, { ...query, after })).uploads, [])
})
