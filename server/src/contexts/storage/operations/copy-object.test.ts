import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, plain, putOf, targetsOf, vended } from '../testing/given-storage.ts'

const LARGE = randomBytes(100_000)
const copy = (key: string, source: string) => ({
  bucket: 'lake',
  key,
  source: { bucket: 'lake', key: source },
  sourceConditions: {},
  conditions: {},
})

test('given a copied object, when its source is deleted, then the copy stays', async () => {
  await using given = await givenStorage()
  for (const [key, body] of [
    ['small', Buffer.from('x')],
    ['large', LARGE],
  ] as const) {
    await given.storage.putObject(ana, putOf(key, body))
    await given.storage.copyObject(ana, copy(`${key} copy`, key))

    await given.storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf([key]) })

    assert.deepEqual(await given.storage.readAll(`s3://lake/${key} copy`), body)
  }
})

test('given an object copied onto itself, when nothing changes, then it is refused', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a', LARGE))

  const same = given.storage.copyObject(ana, copy('a', 'a'))

  await assert.rejects(same, errors.copyOntoItself.matches)
  const described = { ...copy('a', 'a'), description: { ...plain, metadata: { b: '1' } } }
  await given.storage.copyObject(ana, described)
  assert.deepEqual(await given.storage.readAll('s3://lake/a'), LARGE)
})

test('given one side that is closed, when copied, then it is denied', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('secret'))
  await given.storage.putObject(ana, putOf('table/1'))
  const reader = vended({ location: 's3://lake/table/', access: 'read' })
  const writer = vended({ location: 's3://lake/table/', access: 'read-write' })

  const tries = [
    () => given.storage.copyObject(writer, copy('table/2', 'secret')),
    () => given.storage.copyObject(writer, copy('open', 'table/1')),
    () => given.storage.copyObject(reader, copy('table/2', 'table/1')),
  ]

  for (const attempt of tries) await assert.rejects(attempt, errors.accessDenied.matches)
  const absent = given.storage.copyObject(ana, copy('b', 'none'))
  await assert.rejects(absent, errors.noSuchKey.matches)
})
