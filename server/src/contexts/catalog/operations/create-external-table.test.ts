import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidLocation, invalidSchema, noSuchTable, tableAlreadyExists } from '../errors.ts'
import {
  callerOf,
  flights,
  givenCatalog,
  givenFlightsElsewhere,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'
import { givenRaw, raw, rawDefinition } from '../testing/given-external.ts'

test('given an external table, when it is described, then it is as it was given', async () => {
  await using given = await givenCatalog()
  await givenRaw(given)

  const found = await given.catalog.describeTable(given.ana, raw)

  assert.deepEqual(
    found.schema.fields.map(({ id, name, type, doc }) => [id, name, type, doc]),
    [
      [1, 'carrier', 'string', 'who flies'],
      [2, 'delay', 'long', undefined],
      [3, 'day', 'date', undefined],
      [4, 'hour', 'int', undefined],
    ],
  )
  assert.deepEqual(
    found.partitionSpec.map(({ name }) => name),
    ['day', 'hour'],
  )
  assert.equal(found.properties.comment, 'files of others')
  assert.equal(found.table.location, 's3://elsewhere/raw')
})

test('given an external table, when Iceberg’s clients look, then none is there', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenRaw(given)

  const listed = await catalog.listTables(ana, mobility)

  assert.deepEqual(listed.items, [])
  await assert.rejects(catalog.loadTable(ana, raw), noSuchTable.matches)
  await assert.rejects(catalog.describeTable(ana, { ...raw, only: 'iceberg' }), noSuchTable.matches)
  await assert.rejects(catalog.dropTable(ana, raw), noSuchTable.matches)
  const command = { ...raw, requirements: [], updates: [] }
  await assert.rejects(catalog.commitTable(ana, command), noSuchTable.matches)
  await assert.rejects(catalog.createTable(ana, { ...raw, schema }), tableAlreadyExists.matches)
  await catalog.dropTable(ana, { ...raw, anyKind: true })
  await assert.rejects(catalog.describeTable(ana, raw), noSuchTable.matches)
})

test('given an Iceberg table, when files of it are claimed, then they are not', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  const { location } = await givenFlightsElsewhere(given)
  const at = (place: string) =>
    catalog.createExternalTable(ana, {
      ...raw,
      definition: { ...rawDefinition, location: place },
    })

  const below = at(`${location}/data`)

  await assert.rejects(below, invalidLocation.matches)
  const above = at(location.slice(0, location.lastIndexOf('/')))
  await assert.rejects(above, invalidLocation.matches)
  const again = catalog.createExternalTable(ana, { ...flights, definition: rawDefinition })
  await assert.rejects(again, tableAlreadyExists.matches)
  await assert.rejects(at('file:///etc'), invalidLocation.matches)
})

test('given two names for the same files, when S3 decides alone, then both stand', async () => {
  await using given = await givenCatalog()
  await givenRaw(given)
  const command = { ...mobility, table: 'again', definition: rawDefinition }

  const again = await given.catalog.createExternalTable(given.ana, command)

  assert.equal(again.location, 's3://elsewhere/raw')
})

test('given a column twice, when the table is created, then it is refused', async () => {
  await using given = await givenCatalog()
  await given.catalog.createDatabase(given.ana, mobility)
  const partitionKeys = [{ name: 'carrier', type: 'string' }]

  const twice = given.catalog.createExternalTable(given.ana, {
    ...raw,
    definition: { ...rawDefinition, partitionKeys },
  })

  await assert.rejects(twice, invalidSchema.matches)
})

test('given somebody without a grant, when they describe it, then nothing is there', async () => {
  await using given = await givenCatalog()
  await givenRaw(given)

  const asked = given.catalog.describeTable(callerOf('ben', stranger), raw)

  await assert.rejects(asked, noSuchTable.matches)
})
