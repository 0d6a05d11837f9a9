import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessDenied } from '../errors.ts'
import { ana, givenStorage, putOf, vended } from '../testing/given-storage.ts'

const put = { bucket: 'lake', key: 'a', verb: 'Put' } as const

test('given two versions, when the old one is tagged, then the new one is not', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  const { versionId } = await storage.putObject(ana, putOf('a', 'old'))
  await storage.putObject(ana, putOf('a', 'new'))

  const tagged = await storage.putObjectTagging(ana, { ...put, versionId, pairs: [['k', 'v']] })

  const at = { bucket: 'lake', key: 'a' }
  assert.equal(tagged, versionId)
  assert.deepEqual((await storage.getObjectTagging(ana, { ...at, versionId })).tags, { k: 'v' })
  assert.deepEqual((await storage.getObjectTagging(ana, at)).tags, {})
})

test('given credentials to read alone, when they tag, then refused', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a'))
  const caller = vended({ location: 's3://lake/a', access: 'read' })

  await assert.rejects(
    given.storage.putObjectTagging(caller, { ...put, pairs: [['k', 'v']] }),
    accessDenied.matches,
  )

  assert.deepEqual((await given.storage.getObjectTagging(caller, put)).tags, {})
})
