import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage, vended } from '../testing/given-storage.ts'

test('given buckets of two accounts, when one lists, then it sees its own', async () => {
  await using given = await givenStorage()
  await given.storage.createBucket(bob, 'other')

  const buckets = await given.storage.listBuckets(ana)

  assert.deepEqual(
    buckets.map(({ name }) => name),
    ['lake'],
  )
})

test('given vended credentials, when they list buckets, then it is denied', async () => {
  await using given = await givenStorage()
  const caller = vended({ location: 's3://lake/', access: 'read-write' })

  await assert.rejects(given.storage.listBuckets(caller), errors.accessDenied.matches)
})
