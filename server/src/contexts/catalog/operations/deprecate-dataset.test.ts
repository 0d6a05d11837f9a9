import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidNotice, noSuchTable } from '../errors.ts'
import { flights, givenCatalog, givenFlights, schema } from '../testing/given-catalog.ts'

const flown = { ...flights, table: 'flights_flown' }

test('given a deprecated table, when words are searched, then it is below the others', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  await catalog.createTable(ana, { ...flown, schema })
  const found = async (text: string) =>
    (await catalog.searchTables(ana, { text })).items.map(({ table }) => table.name)
  assert.deepEqual(await found('flights'), ['flights', 'flights_flown'])

  await catalog.deprecateDataset(ana, { ...flights, reason: 'Plans, not flights.' })

  assert.deepEqual(await found('flights'), ['flights_flown', 'flights'])
  assert.deepEqual(await found(''), ['flights_flown', 'flights'])
})

test('given a replacement, when it is itself or not there, then it is refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const deprecate = (replacement: typeof flights) =>
    catalog.deprecateDataset(ana, { ...flights, reason: 'Old.', replacement })

  await assert.rejects(deprecate(flights), invalidNotice.matches)
  await assert.rejects(deprecate(flown), noSuchTable.matches)
  const empty = catalog.deprecateDataset(ana, { ...flights, reason: ' ' })
  await assert.rejects(empty, invalidNotice.matches)
})
