import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a list for others, when the owner is to own all, then it is refused', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const put = (ownership: 'BucketOwnerEnforced' | 'ObjectWriter', caller = ana) =>
    storage.putBucketOwnership(caller, { bucket: 'lake', ownership })
  await put('ObjectWriter')
  const grants = [{ to: bob.accountId, permission: 'READ' as const }]
  await storage.putBucketAcl(ana, { bucket: 'lake', acl: { grants } })

  await assert.rejects(put('BucketOwnerEnforced'), errors.aclWithOwnership.matches)
  await storage.putBucketAcl(ana, { bucket: 'lake', acl: 'private' })
  await put('BucketOwnerEnforced')

  assert.equal(await storage.getBucketOwnership(ana, 'lake'), 'BucketOwnerEnforced')
  await assert.rejects(put('ObjectWriter', bob), errors.accessDenied.matches)
})
