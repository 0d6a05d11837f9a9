import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage, vended } from '../testing/given-storage.ts'

const whole = { prefix: '', after: '', bucketsMax: 1000 }

test('given buckets of two accounts, when one lists, then it sees its own', async () => {
  await using given = await givenStorage()
  await given.storage.createBucket(bob, { name: 'other', ifOwned: 'refuse' })

  const { buckets } = await given.storage.listBuckets(ana, whole)

  assert.deepEqual(
    buckets.map(({ name }) => name),
    ['lake'],
  )
})

test('given vended credentials, when they list buckets, then it is denied', async () => {
  await using given = await givenStorage()
  const caller = vended({ location: 's3://lake/', access: 'read-write' })

  await assert.rejects(given.storage.listBuckets(caller, whole), errors.accessDenied.matches)
})

test('given many buckets, when listed in pages, then each comes once and in order', async () => {
  await using given = await givenStorage()
  for (const name of ['b-3', 'b-1', 'c-1', 'b-2'])
    await given.storage.createBucket(ana, { name, ifOwned: 'refuse' })

  const first = await given.storage.listBuckets(ana, { prefix: 'b-', after: '', bucketsMax: 2 })
  const rest = await given.storage.listBuckets(ana, { prefix: 'b-', after: 'b-2', bucketsMax: 2 })

  const names = ({ buckets }: typeof first) => buckets.map(({ name }) => name)
  assert.deepEqual([names(first), first.truncated], [['b-1', 'b-2'], true])
  assert.deepEqual([names(rest), rest.truncated], [['b-3'], false])
})
