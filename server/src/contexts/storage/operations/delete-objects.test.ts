import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, putOf, targetsOf, vended } from '../testing/given-storage.ts'

test('given keys open and closed, when deleted together, then each is answered', async () => {
  await using given = await givenStorage()
  for (const key of ['a', 'table/1', 'table2/1']) await given.storage.putObject(ana, putOf(key))
  given.registered.add('s3://lake/table/')

  const keys = ['a', 'table/1', 'table/none', 'table2/1', 'none', 'a']
  const done = await given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(keys) })
  const refused = done.filter((one) => one.refused)

  assert.deepEqual(
    refused.map(({ key }) => key),
    ['table/1', 'table/none'],
  )
  assert.ok(refused.every((one) => errors.accessDenied.matches(one.refused)))
  assert.ok(await given.storage.stat('s3://lake/table/1'))
  assert.equal(await given.storage.stat('s3://lake/a'), undefined)
})

test('given credentials to read, when they delete, then nothing is', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('table/1'))
  const caller = vended({ location: 's3://lake/table/', access: 'read' })

  const targets = targetsOf(['table/1'])
  const [done] = await given.storage.deleteObjects(caller, { bucket: 'lake', targets })

  assert.ok(errors.accessDenied.matches(done?.refused))
  assert.ok(await given.storage.stat('s3://lake/table/1'))
})

test('given overlapping batches, when they race, then all are deleted', async () => {
  await using given = await givenStorage()
  const keys = Array.from({ length: 40 }, (_, index) => `k${index}`)
  for (const key of keys) await given.storage.putObject(ana, putOf(key))

  const batches = [keys, keys.toReversed(), keys, keys.toReversed()]
  await Promise.all(
    batches.map((batch) =>
      given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(batch) }),
    ),
  )

  assert.equal((await given.storage.list('s3://lake/')[Symbol.asyncIterator]().next()).done, true)
})

test('given a large object, when deleted or overwritten, then its blob is gone', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a', Buffer.alloc(100_000)))
  await given.storage.putObject(ana, putOf('a', Buffer.alloc(200_000)))

  await given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['a']) })

  const left = await readdir(join(given.deps.objectsDirectory, 'blobs'), { recursive: true })
  assert.deepEqual(
    left.filter((name) => name.includes('/')),
    [],
  )
})

test('given versions of many keys, when deleted in one batch, then each as if alone', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putObject(ana, putOf('a', 'before'))
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  const put = async (key: string) => (await storage.putObject(ana, putOf(key))).versionId
  const [a, b, c] = [await put('a'), await put('b'), await put('c')]
  await put('d')

  const done = await storage.deleteObjects(ana, {
    bucket: 'lake',
    targets: [
      { key: 'a', versionId: a },
      { key: 'b', versionId: b },
      { key: 'b', versionId: 'none' },
      { key: 'c', versionId: c, conditions: { ifMatch: '"wrong"' } },
      { key: 'd' },
      { key: 'd' },
      { key: 'new' },
      { key: 'never', conditions: { ifMatch: '*' } },
    ],
  })

  assert.deepEqual(
    done.map(({ key, removed, refused }) => [key, removed ?? refused?.code]),
    [
      ...[
        ['a', true],
        ['b', true],
        ['b', false],
        ['c', 'storage.precondition-failed'],
      ],
      ...[
        ['d', true],
        ['d', true],
        ['new', true],
        ['never', false],
      ],
    ],
  )
  assert.equal((await storage.readAll('s3://lake/a')).toString(), 'before')
  const listing = { bucket: 'lake', prefix: '', from: '', entriesMax: 99 }
  const { entries } = await storage.listObjectVersions(ana, listing)
  assert.deepEqual(
    entries.map((entry) => entry.kind === 'version' && [entry.key, entry.isMarker, entry.isLatest]),
    [
      ...[
        ['a', false, true],
        ['c', false, true],
      ],
      ...[
        ['d', true, true],
        ['d', false, false],
        ['new', true, true],
      ],
    ],
  )
})

test('given versions suspended, when a batch is deleted, then null versions make way', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const large = Buffer.alloc(100_000)
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  const { versionId } = await storage.putObject(ana, putOf('a', large))
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'suspended' })
  for (const key of ['a', 'b']) await storage.putObject(ana, putOf(key, large))

  const targets = targetsOf(['a', 'b'])
  const done = await storage.deleteObjects(ana, { bucket: 'lake', targets })
  const again = await storage.deleteObjects(ana, { bucket: 'lake', targets })

  for (const one of [...done, ...again]) assert.equal(one.markerVersionId, 'null')
  const read = { bucket: 'lake', key: 'a', versionId, conditions: {} }
  assert.equal((await storage.headObject(ana, read)).object.sizeBytes, large.length)
  const blobs = await readdir(join(given.deps.objectsDirectory, 'blobs'), { recursive: true })
  assert.equal(blobs.filter((name) => name.includes('/')).length, 1)
})
