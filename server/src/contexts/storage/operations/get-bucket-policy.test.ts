import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage } from '../testing/given-storage.ts'

test('given a bucket without a policy, when it is asked for, then there is none', async () => {
  await using given = await givenStorage()

  const asked = given.storage.getBucketPolicy(ana, 'lake')

  await assert.rejects(asked, errors.noSuchBucketPolicy.matches)
})
