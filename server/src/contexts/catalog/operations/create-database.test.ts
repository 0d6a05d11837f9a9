import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseAlreadyExists, invalidLocation, invalidName } from '../errors.ts'
import { givenCatalog, iamRefused, mobility, stranger } from '../testing/given-catalog.ts'

test('given a database, when its name is created again, then it is refused', async () => {
  await using given = await givenCatalog()
  await given.catalog.createDatabase(given.ana, { ...mobility, description: 'moves' })

  const again = given.catalog.createDatabase(given.ana, mobility)

  await assert.rejects(again, databaseAlreadyExists.matches)
})

test('given no leave of IAM, when a database is created, then it is refused', async () => {
  await using given = await givenCatalog()
  given.refused.add('glue:CreateDatabase')

  await assert.rejects(given.catalog.createDatabase(given.ana, mobility), iamRefused.matches)
})

test('given bad names and places, when a database is created, then it is refused', async () => {
  await using given = await givenCatalog()
  await given.storage.ensureBucket({ name: 'foreign', accountId: stranger })
  const { catalog, ana } = given

  for (const database of ['', 'a/b', 'a\u0000', 'x'.repeat(256)])
    await assert.rejects(
      catalog.createDatabase(ana, { ...mobility, database }),
      invalidName.matches,
    )
  for (const location of [
    'file:///etc',
    's3://b',
    's3://foreign/x',
    's3://absent/x',
    's3://b/../c',
  ])
    await assert.rejects(
      catalog.createDatabase(ana, { ...mobility, location }),
      invalidLocation.matches,
    )
})
