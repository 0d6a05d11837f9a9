import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessDenied, noSuchKey } from '../errors.ts'
import { ana, givenStorage, putOf } from '../testing/given-storage.ts'

test('given a closed location, when tags are asked, then it is denied, there or not', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('table/1'))
  given.registered.add('s3://lake/table/')

  for (const key of ['table/1', 'table/none'])
    await assert.rejects(
      given.storage.getObjectTagging(ana, { bucket: 'lake', key }),
      accessDenied.matches,
    )
  await assert.rejects(
    given.storage.getObjectTagging(ana, { bucket: 'lake', key: 'none' }),
    noSuchKey.matches,
  )
})
