import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidLocation, invalidSchema, noSuchDatabase, tableAlreadyExists } from '../errors.ts'
import {
  flights,
  givenCatalog,
  givenFlights,
  givenFlightsElsewhere,
  home,
  iamRefused,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

const denied = { code: 'governance.denied' }

test('given a database, when a table is created, then it is there and governed', async () => {
  await using given = await givenCatalog()

  const created = await givenFlights(given)
  const loaded = await given.catalog.loadTable(given.ana, flights)

  assert.match(created.location, /^s3:\/\/warehouse-700000000001\/mobility\/flights-/)
  assert.deepEqual(loaded.metadata, created.metadata)
  assert.equal(loaded.access.columns.size, 3)
  const text = (await given.storage.readAll(created.metadataLocation)).toString()
  assert.equal(JSON.parse(text)['table-uuid'], created.metadata['table-uuid'])
})

test('given a table, when its name is created again, then nothing is left of it', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given

  const race = await Promise.allSettled(
    Array.from({ length: 4 }, () => catalog.createTable(ana, { ...flights, table: 'x', schema })),
  )

  await assert.rejects(catalog.createTable(ana, { ...flights, schema }), tableAlreadyExists.matches)
  assert.equal(race.filter(({ status }) => status === 'fulfilled').length, 1)
  const files: string[] = []
  for await (const file of given.storage.list(`s3://warehouse-${home}/`)) files.push(file.location)
  assert.equal(files.length, 2)
})

test('given the place of a table, when another would lie there, then it is refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  const { location: taken } = await givenFlightsElsewhere(given)
  await storage.ensureBucket({ name: 'foreign', accountId: stranger })

  const places = [taken, `${taken}/data`, `${taken}/`]
  const more = ['s3://foreign/x', 's3://absent/x', `${taken}/../x`]
  for (const location of [...places, ...more])
    await assert.rejects(
      catalog.createTable(ana, { ...flights, table: 'thief', schema, location }),
      invalidLocation.matches,
      location,
    )
})

test('given the root of a database or below another’s, when a table comes, then no', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  await givenFlights(given)
  await storage.ensureBucket({ name: 'lake', accountId: home })
  await catalog.createDatabase(ana, { ...mobility, database: 'inner', location: 's3://lake/inner' })
  const at = (database: string, location: string) =>
    catalog.createTable(ana, { ...flights, database, table: 'thief', schema, location })

  for (const place of ['mobility', 'mobility/', 'other', 'other/x', 'inner/x', 'x'])
    for (const database of ['mobility', 'inner'])
      await assert.rejects(at(database, `s3://warehouse-${home}/${place}`), denied, place)
  await at('mobility', `s3://warehouse-${home}/mobility/x`)
})

test('given a bad schema or no database, when a table is created, then refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  const fields = [{ id: 1, name: 'a', required: false, type: 'varchar' }]
  const table = { ...flights, schema: { ...schema, fields } }

  await assert.rejects(catalog.createTable(ana, table), noSuchDatabase.matches)
  await catalog.createDatabase(ana, mobility)
  await assert.rejects(catalog.createTable(ana, table), invalidSchema.matches)
})

test('given others’ files, when a table is put over them, then S3 must let it', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage, refused } = given
  const { location } = await givenFlights(given)
  await catalog.dropTable(ana, flights)
  await storage.ensureBucket({ name: 'lake', accountId: home })
  await catalog.createDatabase(ana, { ...mobility, database: 'inner', location: 's3://lake/inner' })
  await storage.write('s3://lake/inner/a/others.csv', Buffer.from('others'))
  refused.add('s3:DeleteObject')
  const over = (database: string, place: string) =>
    catalog.createTable(ana, { ...flights, database, table: 'over', schema, location: place })

  await assert.rejects(over('mobility', location), iamRefused.matches)
  await assert.rejects(over('inner', 's3://lake/inner/a'), iamRefused.matches)
  await over('inner', 's3://lake/inner/b')
  refused.clear()
  await over('mobility', location)
})

test('given a first table, when made, then its warehouse opens to vended keys alone', async () => {
  await using given = await givenGoverned()
  const { ana } = given
  const { catalog, governance } = given.lake
  const at = { accountId: ana.accountId, database: 'mobility' }
  await catalog.createDatabase(ana, at)
  assert.equal(governance.registeredLocation(`s3://warehouse-${ana.accountId}`), undefined)

  const loaded = await catalog.createTable(ana, { ...at, table: 'flights', schema })

  assert.ok(governance.registeredLocation(loaded.location))
  assert.equal((await catalog.vendCredentials(ana, loaded))?.prefix, `${loaded.location}/`)
})
