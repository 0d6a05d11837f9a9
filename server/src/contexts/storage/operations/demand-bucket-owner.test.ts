import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessDenied } from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a bucket, when another owner is expected of it, then it is refused', async () => {
  await using given = await givenStorage()
  const expect = (bucket: string, { accountId }: { accountId: string }) =>
    given.storage.demandBucketOwner(ana, { bucket, accountId })

  await expect('lake', ana)
  await expect('none', bob)

  await assert.rejects(expect('lake', bob), accessDenied.matches)
})
