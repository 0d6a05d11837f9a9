import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, vended } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'

test('given parts, when listed in pages, then in the order of their numbers', async () => {
  await using given = await givenStorage()
  const { upload, part } = await givenUpload(given)
  for (const number of [9, 2, 5]) await part(number, Buffer.from('x'))

  const first = await given.storage.listParts(ana, { ...upload, after: 0, partsMax: 2 })
  const second = await given.storage.listParts(ana, { ...upload, after: 5, partsMax: 2 })

  assert.deepEqual(
    first.parts.map((one) => one.partNumber),
    [2, 5],
  )
  assert.equal(first.truncated, true)
  assert.deepEqual(
    second.parts.map((one) => one.partNumber),
    [9],
  )
  const outside = vended({ location: 's3://lake/table/', access: 'read-write' })
  const closed = given.storage.listParts(outside, { ...upload, after: 0, partsMax: 2 })
  await assert.rejects(closed, errors.accessDenied.matches)
})
