import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDuckdb } from '../../../foundation/duckdb.ts'
import type { Field } from '../model/schema.ts'
import { measure } from './make.ts'

const fields: Field[] = [
  ['number', 'double'],
  ['day', 'date'],
  ['moment', 'timestamptz'],
  ['price', 'decimal(10, 2)'],
  ['flag', 'boolean'],
  ['raw', 'binary'],
  ['o"dd', 'string'],
].map(([name, type], index) => ({
  ...{ id: index + 1, name: name as string, type: type as string, required: false },
}))
const list = { type: 'list', 'element-id': 9, element: 'long', 'element-required': false } as const
const nested: Field = { id: 8, name: 'legs', required: false, type: list }

const ROWS = `(VALUES
  ('NaN'::DOUBLE, DATE '2026-01-01', TIMESTAMPTZ '2026-01-01 00:00:00+00', 1.5::DECIMAL(10,2),
    true, 'a'::BLOB, 'x', [1]),
  (1, DATE '2026-01-31', TIMESTAMPTZ '2026-01-02 00:00:00+00', 7.25, false, 'b', repeat('é', 200),
    NULL),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
  AS t(number, day, moment, price, flag, raw, "o""dd", legs)`

test('given columns of all kinds, when measured, then each has what its kind has', async () => {
  await using duckdb = await openDuckdb()

  const { rowCount, columns } = await measure(duckdb, [...fields, nested], ROWS)

  const of = new Map(columns.map((column) => [column.id, column]))
  assert.equal(rowCount, 3)
  assert.deepEqual(
    columns.map(({ nulls }) => nulls),
    [0, 1, 1, 1, 1, 1, 1, 2],
  )
  // NaN is a value, and in no bucket.
  const counts = of.get(1)?.histogram?.map(({ count }) => count) ?? []
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    2,
  )
  assert.deepEqual([of.get(2)?.min, of.get(2)?.max], ['2026-01-01', '2026-01-31'])
  assert.equal(of.get(3)?.histogram?.[0]?.from, '2026-01-01T00:00:00.000Z')
  assert.deepEqual([of.get(4)?.min, of.get(4)?.max], ['1.50', '7.25'])
  assert.deepEqual(of.get(5), { id: 5, nulls: 1, distinct: 2 })
  assert.deepEqual(of.get(6), { id: 6, nulls: 1, distinct: 2 })
  assert.equal(of.get(7)?.min?.length, 1)
  assert.equal(of.get(7)?.max?.length, 80)
  assert.deepEqual(of.get(8), { id: 8, nulls: 2 })
})

test('given an estimate above what there is, when measured, then it is what there is', async () => {
  await using duckdb = await openDuckdb()
  const [number] = fields as [Field]
  const rows = '(SELECT range::DOUBLE AS number FROM range(1000))'

  const { columns } = await measure(duckdb, [number], rows)

  assert.ok((columns[0]?.distinct ?? 0) <= 1000)
})

test('given no rows or one value, when measured, then there is no shape', async () => {
  await using duckdb = await openDuckdb()
  const [number] = fields as [Field]

  const none = await measure(duckdb, [number], '(SELECT 1.0::DOUBLE AS number WHERE false)')
  const one = await measure(duckdb, [number], '(SELECT 1.0::DOUBLE AS number)')

  assert.deepEqual(none, { rowCount: 0, columns: [{ id: 1, nulls: 0, distinct: 0 }] })
  assert.deepEqual(one.columns, [{ id: 1, nulls: 0, distinct: 1, min: '1.0', max: '1.0' }])
})
