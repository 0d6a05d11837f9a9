import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTagSet } from '../errors.ts'
import { ana, givenStorage } from '../testing/given-storage.ts'

test('given no tags, or none any more, when asked, then there is no set', async () => {
  await using given = await givenStorage()

  await assert.rejects(given.storage.getBucketTagging(ana, 'lake'), noSuchTagSet.matches)
  await given.storage.putBucketTagging(ana, { bucket: 'lake', pairs: [] })
  assert.deepEqual(await given.storage.getBucketTagging(ana, 'lake'), {})
  await given.storage.putBucketTagging(ana, { bucket: 'lake', pairs: undefined })
  await assert.rejects(given.storage.getBucketTagging(ana, 'lake'), noSuchTagSet.matches)
})
