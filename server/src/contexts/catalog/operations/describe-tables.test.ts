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
