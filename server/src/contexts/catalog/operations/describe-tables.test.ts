import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchDatabase } from '../errors.ts'
import { createCatalog } from '../index.ts'
import {
  callerOf,
  flights,
  givenCatalog,
  givenFlights,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'

test('given a table whose metadata is gone, when listed, then others are, and why', async () => {
  await using given = await givenCatalog()
  const { ana, catalog } = given
  const { metadataLocation } = await givenFlights(given)
  await catalog.createTable(ana, { ...flights, table: 'airports', schema })
  await given.deps.storage.remove([metadataLocation])

  // Another server, which remembers nothing of it.
  const other = createCatalog(given.deps)
  const { items } = await other.describeTables(ana, mobility)
  const found = await other.searchTables(ana, {})

  const told = items.map((item) => 'table' in item && [item.table.name, item.schema.fields.length])
  assert.deepEqual(told, [
    ['airports', 3],
    ['flights', 0],
  ])
  const [, broken] = items
  assert.ok(broken && 'properties' in broken)
  assert.match(broken.properties['millrace.unreadable'] ?? '', /metadata\.json/)
  assert.equal(found.total, 2)
})

test('given tables, when a database is described, then with their columns', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  await given.catalog.createTable(given.ana, { ...flights, table: 'airports', schema })

  const page = await given.catalog.describeTables(given.ana, { ...mobility, size: 1 })
  const foreign = given.catalog.describeTables(callerOf('eve', stranger), mobility)

  assert.deepEqual(
    page.items.map((item) => 'table' in item && [item.table.name, item.schema.fields.length]),
    [['airports', 3]],
  )
  assert.ok(page.next)
  await assert.rejects(foreign, noSuchDatabase.matches)
})
