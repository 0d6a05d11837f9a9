import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchDatabase } from '../errors.ts'
import {
  callerOf,
  flights,
  givenCatalog,
  givenFlights,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'

test('given tables, when they are listed by pages, then each visible one comes once', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  for (const table of ['airports', 'weather'])
    await catalog.createTable(ana, { ...flights, table, schema })

  const first = await catalog.listTables(ana, { ...mobility, size: 2 })
  const second = await catalog.listTables(ana, { ...mobility, size: 2, token: first.next ?? '' })

  const names = [...first.items, ...second.items].map(({ name }) => name)
  assert.deepEqual(names, ['airports', 'flights', 'weather'])
  assert.equal(second.next, undefined)
})

test('given a stranger, when tables are listed, then the database looks absent', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)

  const listing = given.catalog.listTables(callerOf('eve', stranger), mobility)

  await assert.rejects(listing, noSuchDatabase.matches)
})
