import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage } from '../testing/given-storage.ts'

test('given a policy, when asked whether it is public, then by whom it names', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const status = () => storage.getBucketPolicyStatus(ana, 'lake')
  await assert.rejects(status(), errors.noSuchBucketPolicy.matches)
  const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/*' }
  const put = (Principal: unknown) =>
    storage.putBucketPolicy(ana, {
      bucket: 'lake',
      policy: JSON.stringify({ Statement: { ...allow, Principal } }),
    })

  await put({ AWS: bob.accountId })
  assert.deepEqual(await status(), { isPublic: false })
  await storage.setPublicAccess(ana.accountId, true)
  await storage.putPublicAccessBlock(ana, { bucket: 'lake', block: undefined })
  await put('*')
  assert.deepEqual(await status(), { isPublic: true })
})
