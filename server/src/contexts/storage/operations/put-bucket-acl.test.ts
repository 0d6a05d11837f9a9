import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage, vended } from '../testing/given-storage.ts'

test('given a bucket without lists, when one grants to others, then it is refused', async () => {
  await using given = await givenStorage()
  const grants = [{ to: bob.accountId, permission: 'READ' as const }]
  const put = (acl: Parameters<typeof given.storage.putBucketAcl>[1]['acl']) =>
    given.storage.putBucketAcl(ana, { bucket: 'lake', acl })

  await assert.rejects(put({ grants }), errors.aclNotSupported.matches)
  await assert.rejects(put('public-read'), errors.aclNotSupported.matches)
  await assert.rejects(put('private'), errors.aclNotSupported.matches, 'as S3 has it')
  await put('bucket-owner-full-control')
  await put({ grants: [{ to: ana.accountId, permission: 'FULL_CONTROL' }] })
})

test('given a bucket with lists, when put, then what cannot be meant is refused', async () => {
  await using given = await givenStorage({ objectOwnership: 'ObjectWriter' })
  const { storage } = given
  await storage.createBucket(ana, { name: 'open', ifOwned: 'refuse' })
  const own = { to: ana.accountId, permission: 'FULL_CONTROL' as const }
  const put = (acl: Parameters<typeof storage.putBucketAcl>[1]['acl'], caller = ana) =>
    storage.putBucketAcl(caller, { bucket: 'open', acl })
  const unknown = { grants: [{ ...own, to: '999999999999' }] }

  await assert.rejects(put(unknown), errors.noSuchGrantee.matches)
  await assert.rejects(put({ owner: bob.accountId, grants: [own] }), errors.accessDenied.matches)
  await assert.rejects(put('public-read'), errors.accessDenied.matches, 'its account is closed')
  await assert.rejects(put('private', bob), errors.accessDenied.matches)
  const scoped = vended({ location: 's3://open/', access: 'read-write' })
  await assert.rejects(put('private', scoped), errors.accessDenied.matches)
  await storage.setPublicAccess(ana.accountId, true)
  await put('public-read')
  assert.ok((await given.audited()).includes('allowed storage.bucket-acl-put s3://open by ana'))
})
