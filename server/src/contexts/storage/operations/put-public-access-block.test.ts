import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessDenied } from '../errors.ts'
import { ALL_BLOCKED } from '../model/public-access.ts'
import { ana, bob, givenStorage, vended } from '../testing/given-storage.ts'

test('given a bucket, when its block is put, then it is kept and audited', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const block = { ...ALL_BLOCKED, blockPublicPolicy: false }
  const put = (caller = ana) => storage.putPublicAccessBlock(caller, { bucket: 'lake', block })

  await put()

  assert.deepEqual(await storage.getPublicAccessBlock(ana, 'lake'), block)
  const record = 'allowed storage.public-access-block-put s3://lake by ana'
  assert.deepEqual(await given.audited(), [record])
  const scoped = vended({ location: 's3://lake/', access: 'read-write' })
  for (const other of [bob, scoped]) await assert.rejects(put(other), accessDenied.matches)
})
