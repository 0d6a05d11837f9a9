import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDuckdb } from '../../../foundation/duckdb.ts'
import { notSupported } from '../errors.ts'
import { inTime } from './in-time.ts'

test('given work that would not end, when its time is over, then it ends, for good', async () => {
  await using duckdb = await openDuckdb()
  const work = () =>
    duckdb.rows('SELECT sum(a.range * b.range) FROM range(1000000) a, range(9999999) b')

  const startedAt = performance.now()
  await assert.rejects(inTime(duckdb, 0.2, work), notSupported.matches)

  assert.ok(performance.now() - startedAt < 10_000)
  assert.deepEqual(await inTime(duckdb, 60, () => duckdb.rows('SELECT 1 AS one')), [{ one: 1 }])
})

test('given work that fails by itself, when in time, then its own failure is told', async () => {
  await using duckdb = await openDuckdb()

  await assert.rejects(
    inTime(duckdb, 60, () => duckdb.rows('SELECT nothing')),
    /nothing/,
  )
})
