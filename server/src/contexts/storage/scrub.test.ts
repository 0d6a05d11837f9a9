import assert from 'node:assert/strict'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ana, type GivenStorage, givenStorage, putOf, targetsOf } from './testing/given-storage.ts'
import { givenUpload, MIB } from './testing/given-upload.ts'

const large = (letter: string) => Buffer.alloc(100_000, letter)

async function blobsOf({ deps }: GivenStorage): Promise<string[]> {
  const directory = join(deps.objectsDirectory, 'blobs')
  const names = await readdir(directory, { recursive: true })
  return names.filter((name) => name.includes('/')).map((name) => join(directory, name))
}

async function blobHolding(given: GivenStorage, bytes: Buffer): Promise<string> {
  for (const path of await blobsOf(given)) if ((await readFile(path)).equals(bytes)) return path
  throw new Error('no blob holds them')
}

test('given a flipped byte, when scrubbed, then it is told once, until it is whole', async () => {
  await using given = await givenStorage()
  const { storage } = given
  for (const letter of ['a', 'b', 'c']) await storage.putObject(ana, putOf(letter, large(letter)))
  assert.deepEqual(await storage.scrub(), { blobs: 3, rows: 0, rotten: 0, finished: true })
  const path = await blobHolding(given, large('b'))
  const bytes = await readFile(path)
  bytes[5000] = bytes[5000]! ^ 1
  await writeFile(path, bytes)

  for (const _ of [1, 2])
    assert.deepEqual(await storage.scrub(), { blobs: 3, rows: 0, rotten: 1, finished: true })

  const [rot, ...others] = await storage.rot()
  assert.equal(rot?.location, 's3://lake/b')
  assert.deepEqual(others, [])
  const told = (await given.audited()).filter((line) => line.includes('rot-found'))
  assert.deepEqual(told, ['allowed storage.rot-found s3://lake/b by platform'])
  await writeFile(path, large('b'))
  await storage.scrub()
  assert.deepEqual(await storage.rot(), [])
})

test('given a lost blob, when its object is deleted, then nothing is rotten', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a', large('a')))
  await rm(await blobHolding(given, large('a')))
  assert.equal((await given.storage.scrub()).rotten, 1)

  await given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['a']) })

  assert.equal((await given.storage.scrub()).rotten, 0)
  assert.deepEqual(await given.storage.rot(), [])
})

test('given parts and a file that was adopted, when altered, then that is found too', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  const first = Buffer.alloc(5 * MIB, 'p')
  await complete([await part(1, first), await part(2, large('q'))])
  const staged = await given.storage.stagingPath()
  await writeFile(staged, large('r'))
  await given.storage.adopt('s3://lake/adopted', staged)
  assert.deepEqual(await given.storage.scrub(), { blobs: 3, rows: 0, rotten: 0, finished: true })

  for (const bytes of [first, large('r')])
    await writeFile(await blobHolding(given, bytes), large('x'))

  assert.equal((await given.storage.scrub()).rotten, 2)
})

test('given many blobs, when a turn ends early, then the next one goes on from there', async () => {
  await using given = await givenStorage()
  for (let number = 0; number < 60; number += 1)
    await given.storage.putObject(ana, putOf(`k${number}`, Buffer.alloc(33_000)))

  const turns = [await given.storage.scrub(1), await given.storage.scrub(1)]

  assert.deepEqual(turns, [
    { blobs: 50, rows: 0, rotten: 0, finished: false },
    { blobs: 10, rows: 0, rotten: 0, finished: true },
  ])
})

test('given a row with other bytes, when scrubbed, then it is told until it is whole', async () => {
  await using given = await givenStorage()
  const { storage, database } = given
  for (const key of ['a', 'b']) await storage.putObject(ana, putOf(key, Buffer.from(key)))
  const { part } = await givenUpload(given)
  await part(1, Buffer.from('part'))
  assert.deepEqual(await storage.scrub(), { blobs: 0, rows: 3, rotten: 0, finished: true })

  await database.pool.query(`UPDATE storage.objects SET bytes = 'x' WHERE key = 'a'`)
  await database.pool.query(`UPDATE storage.parts SET bytes = 'torn'`)
  for (const _ of [1, 2]) assert.equal((await storage.scrub()).rotten, 2)

  assert.deepEqual(
    (await storage.rot())
      .map(({ location }) => location.split('/')[3])
      .filter((key) => key === 'a'),
    ['a'],
  )
  const told = (await given.audited()).filter((line) => line.includes('rot-found'))
  assert.equal(told.length, 2)
  await storage.putObject(ana, putOf('a', Buffer.from('anew')))
  await database.pool.query(`UPDATE storage.parts SET bytes = 'part'`)
  assert.equal((await storage.scrub()).rotten, 0)
  assert.deepEqual(await storage.rot(), [])
})

test('given more rows than a batch, when turns end early, then each is read once', async () => {
  await using given = await givenStorage()
  const { storage, database } = given
  await storage.putObject(ana, putOf('k', Buffer.from('k')))
  const columns = 'bucket, size_bytes, etag, modified_at, attributes, bytes, version_id'
  await database.pool.query(`INSERT INTO storage.objects (key, ${columns})
    SELECT key || n, ${columns}
    FROM storage.objects, generate_series(1, 600) n`)

  const turns = [await storage.scrub(1), await storage.scrub(1), await storage.scrub(1)]

  assert.deepEqual(
    turns.map(({ rows, finished }) => [rows, finished]),
    [
      [500, false],
      [101, false],
      [0, true],
    ],
  )
})
