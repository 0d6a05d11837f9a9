import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
  mobility,
  schema,
} from '../testing/given-catalog.ts'
import { lateFlights } from '../testing/given-views.ts'

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

test('given a view, when it is described, then its text hides with its columns', async () => {
  const access = { now: accessWith({ iamOnly: true }) }
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => access.now },
  }))
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  await catalog.createView(ana, lateFlights)

  const whole = await catalog.describeTable(ana, { ...mobility, table: 'late' })
  access.now = accessWith({})
  const narrow = await catalog.describeTable(ana, { ...mobility, table: 'late' })

  assert.match(whole.texts?.[0]?.sql ?? '', /delay > 30/)
  assert.equal(whole.schema.fields.length, 3)
  assert.equal(narrow.texts, undefined)
  assert.equal(narrow.schema.fields.length, 2)
})

test('given properties that name columns, when some are hidden, then so are these', async () => {
  const access = { now: accessWith({ iamOnly: true }) }
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => access.now },
  }))
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const named = {
    'schema.name-mapping.default': '[{"field-id":3,"names":["delay"]}]',
    'write.metadata.metrics.column.delay': 'none',
  }
  const properties = { ...named, desk: 'mobility' }
  await catalog.createTable(ana, { ...flights, schema, properties })

  const whole = await catalog.describeTable(ana, flights)
  access.now = accessWith({})
  const narrow = await catalog.describeTable(ana, flights)

  assert.equal(whole.properties['write.metadata.metrics.column.delay'], 'none')
  assert.doesNotMatch(JSON.stringify(narrow.properties), /delay/)
  assert.equal(narrow.properties.desk, 'mobility')
})
