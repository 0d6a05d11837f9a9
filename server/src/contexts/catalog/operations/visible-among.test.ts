import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  callerOf,
  flights,
  givenCatalog,
  givenFlights,
  schema,
  stranger,
} from '../testing/given-catalog.ts'

test('given tables, when some are asked for, then only what is visible is answered', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const other = { ...flights, table: 'weather' }
  await catalog.createTable(ana, { ...other, schema })
  const absent = { ...flights, table: 'absent' }

  const seen = await catalog.visibleAmong(ana, [other, absent, flights])
  const seenAbroad = await catalog.visibleAmong(callerOf('eve', stranger), [other, flights])

  assert.deepEqual(
    seen.map(({ table }) => table),
    ['weather', 'flights'],
  )
  assert.deepEqual(seenAbroad, [])
})

test('given IAM says no, when tables are asked for, then none is visible', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  given.refused.add('glue:GetTable')

  assert.deepEqual(await given.catalog.visibleAmong(given.ana, [flights]), [])
})
