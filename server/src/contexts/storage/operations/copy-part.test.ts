import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, putOf } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'

test('given an object, when a part is copied from it, then only the range', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('source', '0123456789'))
  const { upload, complete } = await givenUpload(given)
  const command = {
    ...upload,
    partNumber: 1,
    source: { bucket: 'lake', key: 'source' },
    sourceRange: { start: 2, end: 4 },
    sourceConditions: {},
  }

  const { part } = await given.storage.copyPart(ana, command)
  await complete([{ partNumber: 1, etag: part.etag }])

  assert.equal(String(await given.storage.readAll('s3://lake/big')), '234')
  given.registered.add('s3://lake/source')
  await assert.rejects(given.storage.copyPart(ana, command), errors.accessDenied.matches)
})
