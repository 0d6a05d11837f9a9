import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidLocation, notExternal, versionMismatch } from '../errors.ts'
import { flights, givenCatalog, givenFlightsElsewhere } from '../testing/given-catalog.ts'
import { givenRaw, raw, rawDefinition } from '../testing/given-external.ts'

test('given a new column in the middle, when updated, then the others keep ids', async () => {
  await using given = await givenCatalog()
  await givenRaw(given)
  const [carrier, delay] = rawDefinition.columns
  const definition = {
    ...rawDefinition,
    columns: [carrier!, { name: 'origin', type: 'string' }, delay!],
  }

  const updated = await given.catalog.updateExternalTable(given.ana, {
    ...raw,
    definition,
    version: 1,
    archived: true,
  })

  assert.equal(updated.version, 2)
  assert.deepEqual(
    updated.definition.columns.map(({ id, name }) => [id, name]),
    [
      [1, 'carrier'],
      [5, 'origin'],
      [2, 'delay'],
    ],
  )
})

test('given a column that left, when its name comes back, then with an id of its own', async () => {
  await using given = await givenCatalog()
  await givenRaw(given)
  const command = { ...raw, definition: rawDefinition, archived: false }
  const columns = rawDefinition.columns.slice(0, 1)
  await given.catalog.updateExternalTable(given.ana, {
    ...command,
    definition: { ...rawDefinition, columns },
  })

  const updated = await given.catalog.updateExternalTable(given.ana, command)

  assert.deepEqual(
    updated.definition.columns.map(({ id }) => id),
    [1, 5],
  )
})

test('given another version, or an Iceberg table’s place, when updated, then refused', async () => {
  await using given = await givenCatalog()
  await givenRaw(given)
  const command = { ...raw, definition: rawDefinition, archived: true }
  const update = (change: object) =>
    given.catalog.updateExternalTable(given.ana, { ...command, ...change })

  await assert.rejects(update({ version: 7 }), versionMismatch.matches)
  await given.catalog.dropTable(given.ana, { ...raw, anyKind: true })
  await given.catalog.dropDatabase(given.ana, raw)
  const { location } = await givenFlightsElsewhere(given)
  await assert.rejects(update({ table: flights.table }), notExternal.matches)
  await given.catalog.createExternalTable(given.ana, command)
  const definition = { ...rawDefinition, location }
  await assert.rejects(update({ definition }), invalidLocation.matches)
})
