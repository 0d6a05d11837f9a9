import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenStorage, putOf } from '../testing/given-storage.ts'
import { givenUpload, MIB } from '../testing/given-upload.ts'

test('given an object in one piece, when asked, then it has no parts', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a', 'four'))

  const told = await given.storage.getObjectAttributes(ana, { bucket: 'lake', key: 'a' })

  assert.deepEqual([told.object.sizeBytes, told.parts], [4, undefined])
})

test('given parts of any numbers, when asked, then they count from one', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  await complete([await part(3, Buffer.alloc(5 * MIB)), await part(9, Buffer.from('end'))])

  const told = await given.storage.getObjectAttributes(ana, { bucket: 'lake', key: 'big' })

  assert.deepEqual(
    told.parts?.map(({ partNumber, sizeBytes }) => [partNumber, sizeBytes]),
    [
      [1, 5 * MIB],
      [2, 3],
    ],
  )
})

test('given the right to read but not to ask, when asked, then refused', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a'))
  given.refusedActions.add('s3:GetObjectAttributes')

  await assert.rejects(given.storage.getObjectAttributes(ana, { bucket: 'lake', key: 'a' }))
})
