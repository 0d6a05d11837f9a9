import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, vended } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'

test('given an upload id, when used for another key, then there is no such upload', async () => {
  await using given = await givenStorage()
  const { upload } = await givenUpload(given)
  const part = { ...upload, partNumber: 1, body: (async function* () {})() }

  const other = given.storage.uploadPart(ana, { ...part, key: 'other' })

  await assert.rejects(other, errors.noSuchUpload.matches)
  const outside = vended({ location: 's3://lake/table/', access: 'read-write' })
  await assert.rejects(given.storage.uploadPart(outside, part), errors.accessDenied.matches)
})
