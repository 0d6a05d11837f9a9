import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  databaseAlreadyExists,
  databaseNotEmpty,
  invalidLocation,
  invalidName,
  noSuchDatabase,
} from '../errors.ts'
import {
  givenCatalog,
  givenFlights,
  home,
  iamRefused,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

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

  for (const database of ['', 'a/', '/a', 'a\u0000', 'a\u001fb', 'x'.repeat(256)])
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

test('given the warehouse, when a database is made at another’s root, then no', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const at = (place: string) => ({ ...mobility, location: `s3://warehouse-${home}/${place}` })
  const thief = { database: 'thief' }

  for (const place of ['mobility', 'mobility/x', 'victim', 'thieves']) {
    const made = catalog.createDatabase(ana, { ...at(place), ...thief })
    await assert.rejects(made, { code: 'governance.denied' }, place)
  }
  await catalog.createDatabase(ana, { ...at('thief'), ...thief })
  const moved = catalog.replaceDatabase(ana, { ...at('mobility'), ...thief, properties: {} })
  await assert.rejects(moved, { code: 'governance.denied' })
})

test('given a database, when one is made within it, then it is listed there alone', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  const named = (database: string) => ({ ...mobility, database })
  await assert.rejects(catalog.createDatabase(ana, named('mobility/air')), noSuchDatabase.matches)
  for (const name of ['mobility', 'mobility/air', 'mobility/air/cargo', 'mobility-old'])
    await catalog.createDatabase(ana, named(name))

  const names = async (within: string) =>
    (await catalog.listDatabases(ana, { accountId: home, within })).items.map(({ name }) => name)

  assert.deepEqual(await names(''), ['mobility', 'mobility-old'])
  assert.deepEqual(await names('mobility'), ['mobility/air'])
  assert.deepEqual(await names('mobility/air'), ['mobility/air/cargo'])
  await assert.rejects(catalog.dropDatabase(ana, mobility), databaseNotEmpty.matches)
  await catalog.dropDatabase(ana, named('mobility/air/cargo'))
})

test('given no right to put things into a database, when one is made there, then no', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const { accountId } = ana
  await catalog.createDatabase(ana, { accountId, database: 'mobility' })
  await grant({ resource: { kind: 'catalog' }, permissions: ['CREATE_DATABASE'] })
  const inner = { accountId, database: 'mobility/ben' }

  await assert.rejects(catalog.createDatabase(ben, inner), noSuchDatabase.matches)
  const resource = { kind: 'database' as const, database: 'mobility' }
  await grant({ resource, permissions: ['DESCRIBE'] })
  await assert.rejects(catalog.createDatabase(ben, inner), { code: 'governance.denied' })
  await grant({ resource, permissions: ['CREATE_TABLE'] })
  await catalog.createDatabase(ben, inner)

  const hers = catalog.createTable(ana, { ...inner, table: 'hers', schema })
  await assert.rejects(hers, { code: 'governance.denied' })
})
