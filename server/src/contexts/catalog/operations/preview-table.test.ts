import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delays, flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'

test('given more rows than are shown, when previewed, then the first fifty come', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const values = Array.from({ length: 80 }, (_, index) => index)
  const files = [await given.written(delays('2013-01-01', 'AA', values))]
  await catalog.append(ana, { ...flights, files, commitKey: 'one' })

  const { fields, rows, rowFilter } = await catalog.previewTable(ana, flights)

  assert.deepEqual(
    fields.map(({ name }) => name),
    ['day', 'carrier', 'delay'],
  )
  assert.equal(rows.length, 50)
  assert.equal(rows[0]?.carrier, 'AA')
  assert.equal(rowFilter, undefined)
})

test('given an empty table, when previewed, then its columns come without rows', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)

  const { fields, rows } = await given.catalog.previewTable(given.ana, flights)

  assert.deepEqual([fields.length, rows], [3, []])
})
