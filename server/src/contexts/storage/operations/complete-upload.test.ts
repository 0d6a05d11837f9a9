import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, putOf } from '../testing/given-storage.ts'
import { givenUpload, MIB } from '../testing/given-upload.ts'

const PART = randomBytes(5 * MIB)

test('given twelve who complete at once, when they end, then all have the one answer', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  const parts = [await part(1, PART), await part(3, Buffer.from('end'))]
  await part(2, randomBytes(100_000))

  const done = await Promise.all(Array.from({ length: 12 }, () => complete(parts)))

  assert.equal(new Set(done.map(({ etag }) => etag)).size, 1)
  assert.match(done[0]!.etag, /-2$/)
  const whole = Buffer.concat([PART, Buffer.from('end')])
  assert.deepEqual(await given.storage.readAll('s3://lake/big'), whole)
})

test('given a version since, when completed once more, then it is answered as then', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  const { part, complete } = await givenUpload(given)
  const parts = [await part(1, Buffer.from('then'))]
  const done = await complete(parts)
  await storage.putObject(ana, putOf('big', Buffer.from('since')))

  const again = await complete(parts)

  assert.deepEqual([again.etag, again.versionId], [done.etag, done.versionId])
  assert.equal((await storage.readAll('s3://lake/big')).toString(), 'since')
})

test('given a range across parts, when read, then their bytes in order', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  await complete([await part(1, PART), await part(2, Buffer.from('0123456789'))])

  const read = await given.storage.read('s3://lake/big', { start: 5 * MIB - 2, end: 5 * MIB + 2 })

  const expected = Buffer.concat([PART.subarray(-2), Buffer.from('012')])
  assert.deepEqual(Buffer.concat(await read.toArray()), expected)
})

test('given parts that are none, when completed, then each is refused', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  const small = await part(1, Buffer.from('small'))
  const last = await part(2, Buffer.from('last'))

  await assert.rejects(complete([small, last]), errors.entityTooSmall.matches)
  await assert.rejects(complete([last, small]), errors.invalidPartOrder.matches)
  await assert.rejects(complete([{ ...small, etag: '0' }]), errors.invalidPart.matches)
  await assert.rejects(complete([{ ...small, partNumber: 9 }]), errors.invalidPart.matches)
  assert.equal(await given.storage.stat('s3://lake/big'), undefined)
})

test('given a part that came twice, when both are named, then the last one counts', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  const first = await part(1, Buffer.from('first'))
  const second = await part(1, Buffer.from('second'))

  await assert.rejects(complete([second, first]), errors.invalidPart.matches)
  await complete([first, second])

  assert.equal((await given.storage.readAll('s3://lake/big')).toString(), 'second')
})

test('given an object in parts, when replaced and swept, then its blobs are gone', async () => {
  const past = { hours: 0 }
  const clock = () => new Date(Date.now() + past.hours * 3_600_000)
  await using given = await givenStorage({ clock })
  const { part, complete } = await givenUpload(given)
  await complete([await part(1, PART), await part(2, randomBytes(40_000))])
  await given.storage.putObject(ana, putOf('big', 'small'))

  assert.equal((await given.storage.sweep()).parts, 0)
  past.hours = 2
  assert.equal((await given.storage.sweep()).parts, 2)

  const left = await readdir(join(given.deps.objectsDirectory, 'blobs'), { recursive: true })
  assert.deepEqual(
    left.filter((name) => name.includes('/')),
    [],
  )
})
