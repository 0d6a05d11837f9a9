import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
} from '../testing/given-catalog.ts'

test('given hidden columns, when the table is described, then they are not in it', async () => {
  const access = { now: accessWith({ restricted: false, columns: new Set([1, 2, 3]) }) }
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => access.now },
  }))
  await givenFlights(given)
  const file = await given.written(delays('2013-01-01', 'UA', [1, 2]))
  access.now = accessWith({ iamOnly: true })
  await given.catalog.append(given.ana, { ...flights, files: [file], commitKey: 'k' })

  const whole = await given.catalog.describeTable(given.ana, flights)
  access.now = accessWith({})
  const narrow = await given.catalog.describeTable(given.ana, flights)

  assert.equal(whole.schema.fields.length, 3)
  assert.equal(whole.snapshot?.summary['total-records'], '2')
  assert.deepEqual(
    narrow.schema.fields.map(({ name }) => name),
    ['day', 'carrier'],
  )
  // Fewer columns have as many rows; fewer rows would be told by a count of all.
  assert.deepEqual(narrow.snapshot?.summary, { 'total-records': '2' })
  access.now = accessWith({ rowFilter: { op: 'false' } })
  const fewer = await given.catalog.describeTable(given.ana, flights)
  assert.deepEqual(fewer.snapshot?.summary, {})
})
