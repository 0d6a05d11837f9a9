import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseNotEmpty, noSuchDatabase } from '../errors.ts'
import { flights, givenCatalog, givenFlights, mobility } from '../testing/given-catalog.ts'

test('given a database with a table, when it is dropped, then only once it is empty', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given

  await assert.rejects(catalog.dropDatabase(ana, mobility), databaseNotEmpty.matches)
  await catalog.dropTable(ana, flights)
  await catalog.dropDatabase(ana, mobility)

  await assert.rejects(catalog.getDatabase(ana, mobility), noSuchDatabase.matches)
})
