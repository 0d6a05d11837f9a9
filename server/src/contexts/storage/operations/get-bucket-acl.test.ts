import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessDenied } from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a list, when asked for, then as it is, or the owner’s where none counts', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const owner = ana.accountId
  const own = { to: owner, permission: 'FULL_CONTROL' as const }
  const get = () => storage.getBucketAcl(ana, 'lake')
  assert.deepEqual(await get(), { owner, grants: [own] })

  await storage.putBucketOwnership(ana, { bucket: 'lake', ownership: 'ObjectWriter' })
  const grants = [own, { to: bob.accountId, permission: 'READ_ACP' as const }]
  await storage.putBucketAcl(ana, { bucket: 'lake', acl: { grants } })

  assert.deepEqual(await storage.getBucketAcl(bob, 'lake'), { owner, grants })
  await storage.putBucketAcl(ana, { bucket: 'lake', acl: 'private' })
  await assert.rejects(storage.getBucketAcl(bob, 'lake'), accessDenied.matches)
})
