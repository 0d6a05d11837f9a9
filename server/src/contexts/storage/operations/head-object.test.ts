import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, putOf } from '../testing/given-storage.ts'

test('given an object, when its head is asked, then its facts and range come', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a', '12345'))
  const ask = { bucket: 'lake', key: 'a', conditions: {} }

  const found = await given.storage.headObject(ana, { ...ask, range: { start: 3 } })

  assert.equal(found.object.sizeBytes, 5)
  assert.deepEqual(found.range, { start: 3, end: 4 })
  const outside = () => given.storage.headObject(ana, { ...ask, range: { start: 5 } })
  await assert.rejects(outside, errors.invalidRange.matches)
  const absent = () => given.storage.headObject(ana, { ...ask, key: 'none' })
  await assert.rejects(absent, errors.noSuchKey.matches)
})
