import assert from 'node:assert/strict'
import { stat, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { createFileBlobs } from './adapters/files/file-blobs.ts'
import { createStaging } from './adapters/staging.ts'
import { ana, givenStorage, putOf } from './testing/given-storage.ts'

const DAY = 24 * 3_600_000

test('given blobs without an object, when swept, then only the old ones go', async () => {
  const past = { offset: 0 }
  const clock = () => new Date(Date.now() + past.offset)
  await using given = await givenStorage({ clock })
  await given.storage.putObject(ana, putOf('kept', Buffer.alloc(100_000)))
  const place = { directory: given.deps.objectsDirectory, clock }
  const blobs = createFileBlobs({ ...place, staging: createStaging(place) })
  await blobs.create(Readable.from([Buffer.from('orphan')]))

  assert.equal((await given.storage.sweep()).orphans, 0)
  past.offset = 2 * DAY
  const young = await blobs.create(Readable.from([Buffer.from('a put between its two steps')]))
  assert.equal((await given.storage.sweep()).orphans, 1)

  assert.equal((await given.storage.readAll('s3://lake/kept')).length, 100_000)
  const left = await blobs.open(young)
  assert.equal(String(Buffer.concat((await left?.toArray()) ?? [])), 'a put between its two steps')
})

test('given staged files, when swept, then those of running writes stay', async () => {
  const past = { offset: 0 }
  const clock = () => new Date(Date.now() + past.offset)
  await using given = await givenStorage({ clock })
  const path = await given.storage.stagingPath()
  await writeFile(path, 'x')

  assert.equal((await given.storage.sweep()).staged, 0)
  assert.ok(await stat(path))
  past.offset = 2 * DAY
  assert.equal((await given.storage.sweep()).staged, 1)
})

test('given a started storage, when it starts again, then one sweep waits', async () => {
  await using given = await givenStorage()

  await given.storage.start()
  await given.storage.start()

  const jobs = "SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'storage.sweep'"
  assert.equal((await given.database.pool.query(jobs)).rowCount, 1)
})
