import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, plain, vended } from '../testing/given-storage.ts'

test('given no right to write, when an upload begins, then it is refused', async () => {
  await using given = await givenStorage()
  const begin = { bucket: 'lake', key: 'table/1', attributes: plain }
  const reader = vended({ location: 's3://lake/table/', access: 'read' })

  await assert.rejects(given.storage.createUpload(reader, begin), errors.accessDenied.matches)
  given.registered.add('s3://lake/table/')
  await assert.rejects(given.storage.createUpload(ana, begin), errors.accessDenied.matches)
  const nowhere = { ...begin, bucket: 'none' }
  await assert.rejects(given.storage.createUpload(ana, nowhere), errors.noSuchBucket.matches)
})
