import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTable, tableAlreadyExists } from '../errors.ts'
import { flights, givenCatalog, givenFlights, schema } from '../testing/given-catalog.ts'

test('given a table, when it is renamed, then the new name has all of it', async () => {
  await using given = await givenCatalog()
  const before = await givenFlights(given)
  const { catalog, ana } = given
  const to = { ...flights, table: 'departures' }

  await catalog.renameTable(ana, { from: flights, to })

  const after = await catalog.loadTable(ana, to)
  assert.equal(after.table.id, before.table.id)
  await assert.rejects(catalog.loadTable(ana, flights), noSuchTable.matches)
})

test('given a taken name, when a table is renamed to it, then it is refused', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const to = { ...flights, table: 'departures' }
  await catalog.createTable(ana, { ...to, schema })

  const renaming = catalog.renameTable(ana, { from: flights, to })

  await assert.rejects(renaming, tableAlreadyExists.matches)
})
