import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { bytesOf } from './content/open.ts'
import { upstreamAway, upstreamMissing } from './errors.ts'
import { createStorage } from './index.ts'
import { patterned } from './testing/blob-store-contract.ts'
import { ana, givenStorage, putOf, targetsOf } from './testing/given-storage.ts'
import { givenUpload } from './testing/given-upload.ts'
import { type GivenUpstream, givenUpstream } from './testing/given-upstream.ts'

const MIB = 2 ** 20
const DAY = 24 * 3_600_000
const large = patterned(100_000)

function blobsOf({ objects }: GivenUpstream): string[] {
  return [...objects.keys()].filter((key) => key.includes('/blobs/'))
}

test('given an upstream, when objects are kept, then their blobs lie there', async () => {
  await using far = await givenUpstream()
  await using given = await givenStorage({ upstream: far.settings })
  const { storage } = given
  const { part, complete } = await givenUpload(given)
  const parts = [await part(1, patterned(6 * MIB)), await part(2, large)]

  await storage.putObject(ana, putOf('small', 'x'))
  await storage.putObject(ana, putOf('large', large))
  await complete(parts)
  await storage.copyObject(ana, {
    ...{ bucket: 'lake', key: 'copy', source: { bucket: 'lake', key: 'large' } },
    ...{ sourceConditions: {}, conditions: {} },
  })

  assert.equal(blobsOf(far).length, 4)
  assert.ok(large.equals(await storage.readAll('s3://lake/copy')))
  assert.equal((await storage.readAll('s3://lake/big')).length, 6 * MIB + large.length)
  assert.deepEqual(await storage.scrub(), { blobs: 4, rows: 1, rotten: 0, finished: true })
  await storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['large', 'copy']) })
  assert.equal(blobsOf(far).length, 2)
})

test('given files of before, when an upstream is configured, then both are read', async () => {
  await using far = await givenUpstream()
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('before', large))
  const storage = createStorage({ ...given.deps, upstream: far.settings })
  await storage.start()

  await storage.putObject(ana, putOf('after', large))

  assert.equal(blobsOf(far).length, 1)
  assert.ok(large.equals(await storage.readAll('s3://lake/before')))
  assert.ok(large.equals(await storage.readAll('s3://lake/after')))
  assert.deepEqual(await storage.scrub(), { blobs: 2, rows: 0, rotten: 0, finished: true })
  await storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['before', 'after']) })
  assert.equal(blobsOf(far).length, 0)
  await storage.close()
})

test('given blobs upstream, when it is not configured, then nothing starts', async () => {
  await using far = await givenUpstream()
  await using given = await givenStorage({ upstream: far.settings })
  await given.storage.putObject(ana, putOf('large', large))
  const { upstream: _, ...without } = given.deps

  const forgetful = createStorage(without)

  await assert.rejects(forgetful.start(), upstreamMissing.matches)
  await given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['large']) })
  await forgetful.start()
  await forgetful.close()
})

test('given an upstream that is away, when used, then only what needs it fails', async () => {
  await using far = await givenUpstream()
  await using given = await givenStorage({ upstream: far.settings })
  const { storage } = given
  const { part, complete } = await givenUpload(given)
  await complete([await part(1, large)])
  await storage.putObject(ana, putOf('large', large))
  far.fault = (_, response) => response.destroy() !== undefined

  await assert.rejects(storage.putObject(ana, putOf('large', 'y'.repeat(50_000))))
  for (const key of ['large', 'big'])
    await assert.rejects(
      storage.getObject(ana, { bucket: 'lake', key, conditions: {} }),
      upstreamAway.matches,
    )
  await assert.rejects(storage.scrub(), upstreamAway.matches)
  await storage.putObject(ana, putOf('small', 'x'))
  await storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['small']) })
  assert.equal((await storage.upstream())?.state, 'failed')
  far.fault = undefined

  const { body } = await storage.getObject(ana, { bucket: 'lake', key: 'large', conditions: {} })
  assert.ok(large.equals(await bytesOf(body ?? Buffer.alloc(0))))
  assert.deepEqual(await storage.rot(), [])
})

test('given blobs that nothing names, when swept, then the old ones go', async () => {
  const past = { offset: -2 * DAY }
  const clock = () => new Date(Date.now() + past.offset)
  await using far = await givenUpstream()
  await using given = await givenStorage({ upstream: far.settings, clock })
  await given.storage.putObject(ana, putOf('kept', large))
  await given.storage.putObject(ana, putOf('removed', large))
  far.fault = ({ query }, response) => query.has('delete') && response.destroy() !== undefined
  await given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['removed']) })
  far.fault = undefined
  assert.equal(blobsOf(far).length, 2)

  assert.equal((await given.storage.sweep()).orphans, 0)
  past.offset = 0
  assert.equal((await given.storage.sweep()).orphans, 1)

  assert.equal(blobsOf(far).length, 1)
  assert.ok(large.equals(await given.storage.readAll('s3://lake/kept')))
})

test('given a file that DuckDB wrote, when it is adopted, then it can be opened', async () => {
  await using far = await givenUpstream()
  await using given = await givenStorage({ upstream: far.settings })
  const written = await given.storage.write('s3://lake/written', Readable.from([large]))
  const path = await given.storage.stagingPath()
  await using copied = await given.storage.localFile(written.location)
  await rm(path, { force: true })

  await given.storage.adopt('s3://lake/adopted', copied.path)

  assert.ok(large.equals(await given.storage.readAll('s3://lake/adopted')))
  assert.equal(blobsOf(far).length, 2)
})

test('given readers that leave, when others come, then no connection is busy', async () => {
  await using far = await givenUpstream()
  await using given = await givenStorage({ upstream: far.settings })
  const { storage } = given
  await storage.putObject(ana, putOf('large', patterned(2 * MIB)))
  const { part, complete } = await givenUpload(given)
  await complete([await part(1, patterned(2 * MIB))])

  for (const key of ['large', 'big', 'large', 'big']) {
    const { body } = await storage.getObject(ana, { bucket: 'lake', key, conditions: {} })
    if (body instanceof Readable) body.destroy()
  }

  await storage.readAll('s3://lake/large')
  assert.ok((await far.connections()) < 4, `${await far.connections()} connections`)
})
