import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import type { Storage } from '../index.ts'
import { givenStorage } from '../testing/given-storage.ts'

const LARGE = randomBytes(200_000)
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

async function givenLake() {
  const given = await givenStorage()

  return given
}

async function locations(storage: Storage, prefix: string) {
  const found: string[] = []
  for await (const { location } of storage.list(prefix)) found.push(location)
  return found
}

for (const [kind, bytes] of Object.entries({
  empty: Buffer.alloc(0),
  small: Buffer.from('hello'),
  'just small': LARGE.subarray(0, 32 * 1024),
  'just large': LARGE.subarray(0, 32 * 1024 + 1),
  large: LARGE,
}))
  test(`given a ${kind} object, when it is read, then it is what was written`, async () => {
    await using given = await givenLake()
    const written = await given.storage.write('s3://lake/a/b', Readable.from([bytes]))

    const read = await given.storage.readAll('s3://lake/a/b')

    assert.deepEqual(read, bytes)
    assert.equal(written.etag, md5(bytes))
    assert.equal(written.sizeBytes, bytes.length)
    assert.deepEqual(await given.storage.stat('s3://lake/a/b'), written)
  })

test('given objects small and large, when a range is read, then both its ends count', async () => {
  await using given = await givenLake()
  for (const bytes of [LARGE.subarray(0, 1000), LARGE]) {
    await given.storage.write('s3://lake/a', bytes)
    const read = await given.storage.read('s3://lake/a', { start: 10, end: 19 })
    assert.deepEqual(Buffer.concat(await read.toArray()), bytes.subarray(10, 20))
  }
})

test('given a bucket, when it is ensured by another account, then its name is taken', async () => {
  await using given = await givenLake()

  const other = given.storage.ensureBucket({ name: 'lake', accountId: '222222222222' })

  await assert.rejects(other, errors.bucketNameTaken.matches)
  assert.equal(await given.storage.bucketOwner('lake'), '111111111111')
  assert.equal(await given.storage.bucketOwner('none'), undefined)
})

test('given no bucket or no object, when it is used, then that is said', async () => {
  await using given = await givenLake()
  const { storage } = given

  await assert.rejects(storage.write('s3://none/a', LARGE), errors.noSuchBucket.matches)
  await assert.rejects(storage.read('s3://lake/none'), errors.noSuchKey.matches)
  await assert.rejects(storage.localFile('s3://lake/none'), errors.noSuchKey.matches)
  assert.equal(await storage.stat('s3://lake/none'), undefined)
  await storage.remove(['s3://lake/none', 's3://none/a'])
})

test('given racing overwrites, when they end, then one whole object is left', async () => {
  await using given = await givenLake()
  const bodies = Array.from({ length: 20 }, () => randomBytes(40_000))

  await Promise.all(bodies.map((body) => given.storage.write('s3://lake/one', body)))

  const left = await given.storage.readAll('s3://lake/one')
  assert.ok(bodies.some((body) => body.equals(left)))
})

test('given a staged file, when it is adopted, then it is the object, uncopied', async () => {
  await using given = await givenLake()
  const path = await given.storage.stagingPath()
  await writeFile(path, LARGE)
  const { ino } = await stat(path)

  const facts = await given.storage.adopt('s3://lake/adopted', path)

  await using file = await given.storage.localFile('s3://lake/adopted')
  assert.equal((await stat(file.path)).ino, ino)
  assert.equal(facts.sizeBytes, LARGE.length)
  assert.match(facts.etag, /^[0-9a-f]{32}-1$/)
})

test('given a local file, when its object is removed, then it stays until disposed', async () => {
  await using given = await givenLake()
  await given.storage.write('s3://lake/large', LARGE)
  await given.storage.write('s3://lake/small', Buffer.from('x'))
  const large = await given.storage.localFile('s3://lake/large')
  const small = await given.storage.localFile('s3://lake/small')

  await given.storage.remove(['s3://lake/large', 's3://lake/small'])

  assert.deepEqual(await readFile(large.path), LARGE)
  assert.equal(await readFile(small.path, 'utf8'), 'x')
  await large[Symbol.asyncDispose]()
  await assert.rejects(readFile(large.path), { code: 'ENOENT' })
})

test('given keys beyond ASCII, when they are listed, then in the order of UTF-8', async () => {
  await using given = await givenLake()
  const keys = ['a', 'a/', 'a//b', 'a/../b', 'a/b', 'aé', 'b\u0001', '￿', '𐀀', 'B']
  for (const key of keys) await given.storage.write(`s3://lake/${key}`, Buffer.from(key))

  const listed = await locations(given.storage, 's3://lake/')

  const inOrder = keys.toSorted((one, two) => Buffer.compare(Buffer.from(one), Buffer.from(two)))
  assert.deepEqual(
    listed,
    inOrder.map((key) => `s3://lake/${key}`),
  )
  assert.deepEqual(await locations(given.storage, 's3://lake/a/'), [
    's3://lake/a/',
    's3://lake/a/../b',
    's3://lake/a//b',
    's3://lake/a/b',
  ])
})

test('given a body that breaks off, when it is written, then nothing is left of it', async () => {
  await using given = await givenLake()
  async function* broken() {
    yield LARGE
    throw new RangeError('the client went away')
  }

  await assert.rejects(given.storage.write('s3://lake/a', Readable.from(broken())), RangeError)

  assert.equal(await given.storage.stat('s3://lake/a'), undefined)
})

for (const [kind, bytes] of Object.entries({ small: LARGE.subarray(0, 100), large: LARGE }))
  test(`given a ${kind} object, when it is moved, then it is there, and nowhere else`, async () => {
    await using given = await givenLake()
    const { storage } = given
    const { modifiedAt } = await storage.write('s3://lake/in/a.part', bytes)
    await storage.write('s3://lake/in/a', LARGE)
    const { sizeBytes: before } = await storage.keeping('111111111111')

    const moved = await storage.move('s3://lake/in/a.part', 's3://lake/in/a')
    const missing = await storage.move('s3://lake/in/a.part', 's3://lake/in/b')
    const same = await storage.move('s3://lake/in/a', 's3://lake/in/a')

    assert.deepEqual([moved, missing, same], [true, false, true])
    assert.deepEqual(await locations(storage, 's3://lake/in/'), ['s3://lake/in/a'])
    assert.deepEqual(await storage.readAll('s3://lake/in/a'), bytes)
    assert.deepEqual((await storage.stat('s3://lake/in/a'))?.modifiedAt, modifiedAt)
    const { sizeBytes: after } = await storage.keeping('111111111111')
    assert.equal(before - after, LARGE.length)
    assert.deepEqual(await storage.sweep(), { parts: 0, orphans: 0, staged: 0 })
  })
