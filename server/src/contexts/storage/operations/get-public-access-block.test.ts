import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ALL_BLOCKED } from '../model/public-access.ts'
import { ana, givenStorage } from '../testing/given-storage.ts'

test('given new buckets, when asked, then all is blocked unless configured', async () => {
  await using closed = await givenStorage()
  await using open = await givenStorage({ objectOwnership: 'ObjectWriter' })
  const bucket = { name: 'made', ifOwned: 'refuse' as const }
  for (const { storage } of [closed, open]) await storage.createBucket(ana, bucket)

  assert.deepEqual(await closed.storage.getPublicAccessBlock(ana, 'made'), ALL_BLOCKED)
  const none = errors.noSuchPublicAccessBlock.matches
  await assert.rejects(open.storage.getPublicAccessBlock(ana, 'made'), none)
  // What the platform makes for itself is closed whatever the operator said.
  assert.deepEqual(await open.storage.getPublicAccessBlock(ana, 'lake'), ALL_BLOCKED)
})
