import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  invalidLocation,
  invalidView,
  noSuchTable,
  noSuchView,
  otherKindExists,
  viewAlreadyExists,
} from '../errors.ts'
import {
  flights,
  givenCatalog,
  givenFlights,
  home,
  mobility,
  schema,
} from '../testing/given-catalog.ts'
import { late, lateFlights, versionSaying } from '../testing/given-views.ts'

test('given a view, when it is created, then it is listed, loaded and no table', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)

  const created = await catalog.createView(ana, lateFlights)

  const { metadata } = await catalog.loadView(ana, late)
  assert.deepEqual(metadata, created.metadata)
  const names = async (list: 'listTables' | 'listViews') =>
    (await catalog[list](ana, mobility)).items.map(({ name }) => name)
  assert.deepEqual([await names('listTables'), await names('listViews')], [['flights'], ['late']])
  await assert.rejects(catalog.loadTable(ana, { ...mobility, table: 'late' }), noSuchTable.matches)
  await assert.rejects(catalog.loadView(ana, { ...late, view: 'flights' }), noSuchView.matches)
})

test('given a taken name, when a view or table is created, then it is said by what', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  await catalog.createView(ana, lateFlights)
  const table = { ...flights, table: 'late', schema }

  await assert.rejects(catalog.createView(ana, lateFlights), viewAlreadyExists.matches)
  await assert.rejects(
    catalog.createView(ana, { ...lateFlights, view: 'flights' }),
    otherKindExists.matches,
  )
  await assert.rejects(catalog.createTable(ana, table), otherKindExists.matches)
  const race = await Promise.allSettled(
    Array.from({ length: 4 }, () => catalog.createView(ana, { ...lateFlights, view: 'x' })),
  )
  assert.equal(race.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('given what is no view, when created, then it is refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const [sql] = versionSaying('SELECT 1').representations
  const wrong = [
    [],
    [{ type: 'python', sql: '1', dialect: 'x' }],
    [sql, sql],
    [sql, { ...sql, dialect: 'SPARK' }],
    [{ type: 'sql', dialect: 'spark' }],
  ]

  for (const representations of wrong) {
    const version = versionSaying('', { representations: representations as never })
    await assert.rejects(catalog.createView(ana, { ...lateFlights, version }), invalidView.matches)
  }
  const properties = { 'write.metadata.path': `s3://warehouse-${home}/others/metadata` }
  await assert.rejects(
    catalog.createView(ana, { ...lateFlights, properties }),
    invalidLocation.matches,
  )
})
