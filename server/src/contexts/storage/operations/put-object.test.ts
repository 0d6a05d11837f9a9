import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { bytesOf } from '../content/open.ts'
import * as errors from '../errors.ts'
import { ana, givenStorage, plain, putOf, vended } from '../testing/given-storage.ts'

test('given vended credentials to write, when used, then within their prefix alone', async () => {
  await using given = await givenStorage()
  given.registered.add('s3://lake/table/')
  const caller = vended({ location: 's3://lake/table/', access: 'read-write' })

  await given.storage.putObject(caller, putOf('table/data/1'))

  for (const key of ['table', 'table2/1', 'tablé/1', 'other', 'Table/1', '/table/1'])
    await assert.rejects(given.storage.putObject(caller, putOf(key)), errors.accessDenied.matches)
  const other = { ...putOf('table/1'), bucket: 'lake2' }
  await assert.rejects(given.storage.putObject(caller, other), errors.accessDenied.matches)
})

test('given a key with dots, when vended credentials use it, then it is only a name', async () => {
  await using given = await givenStorage()
  const caller = vended({ location: 's3://lake/table/', access: 'read-write' })

  await given.storage.putObject(caller, putOf('table/../secret', 'mine'))

  assert.equal(await given.storage.stat('s3://lake/secret'), undefined)
  assert.equal(String(await given.storage.readAll('s3://lake/table/../secret')), 'mine')
})

test('given credentials to read, when they write, then it is denied and audited', async () => {
  await using given = await givenStorage()
  const caller = vended({ location: 's3://lake/table/', access: 'read' })

  const put = given.storage.putObject(caller, putOf('table/1'))

  await assert.rejects(put, errors.accessDenied.matches)
  assert.deepEqual(await given.audited(), ['denied s3:PutObject s3://lake/table/1 by ana'])
})

test('given a registered location, when IAM alone asks, then it is denied', async () => {
  await using given = await givenStorage()
  given.registered.add('s3://lake/table/')

  const put = given.storage.putObject(ana, putOf('table/1'))

  await assert.rejects(put, errors.accessDenied.matches)
  await given.storage.putObject(ana, putOf('table2/1'))
})

test('given racing conditional writers, when they end, then each step was seen once', async () => {
  await using given = await givenStorage()
  const first = await given.storage.putObject(ana, putOf('counter', '0'))
  const condition = { ifMatch: first.etag }

  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, index) =>
      given.storage.putObject(ana, { ...putOf('counter', `next ${index}`), conditions: condition }),
    ),
  )

  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('given keys that are none, when put, then they are refused', async () => {
  await using given = await givenStorage()
  const put = (key: string) => given.storage.putObject(ana, putOf(key))

  await assert.rejects(put('a'.repeat(1025)), errors.keyTooLong.matches)
  await assert.rejects(put('é'.repeat(513)), errors.keyTooLong.matches)
  await assert.rejects(put('a\0b'), errors.invalidKey.matches)
  await assert.rejects(put('\ud800'), errors.invalidKey.matches)
})

test('given too much metadata, when put, then it is refused', async () => {
  await using given = await givenStorage()
  const description = { ...plain, metadata: { a: 'x'.repeat(2048) } }

  const put = given.storage.putObject(ana, { ...putOf('a'), description })

  await assert.rejects(put, errors.metadataTooLarge.matches)
})

test('given an overwrite, when it is read meanwhile, then what was there comes whole', async () => {
  await using given = await givenStorage()
  const before = randomBytes(3_000_000)
  await given.storage.putObject(ana, putOf('a', before))
  const reading = await given.storage.getObject(ana, { bucket: 'lake', key: 'a', conditions: {} })

  await given.storage.putObject(ana, putOf('a', 'after'))

  assert.deepEqual(await bytesOf(reading.body!), before)
})

test('given a refusal of tags, when they come with an object, then it is not put', async () => {
  await using given = await givenStorage()
  given.refusedActions.add('s3:PutObjectTagging')
  const tagged = { ...putOf('a'), description: { ...plain, tags: { secret: 'no' } } }

  await assert.rejects(given.storage.putObject(ana, tagged))

  assert.equal(await given.storage.stat('s3://lake/a'), undefined)
})
