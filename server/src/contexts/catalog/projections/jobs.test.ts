import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectionNotReady } from '../errors.ts'
import { delays } from '../testing/given-catalog.ts'
import { givenProjected } from '../testing/given-projected.ts'

test('given no time to wait, when loaded, then progress is answered until it is made', async () => {
  await using given = await givenProjected({}, { waitSecondsMax: 0 })
  await given.append(delays('2026-01-01', 'LH', [5]))
  given.allow({ columns: new Set([3]) })

  await assert.rejects(given.load(), projectionNotReady.matches)
  const { rows } = await given.database.pool.query('SELECT id FROM catalog.projections')
  await given.projections.jobs['catalog.build-projection']?.({ projectionId: rows[0].id })

  assert.deepEqual(await given.read(), [{ delay: '5' }])
})

test('given a projection in use, when the table is committed to, then it is ordered', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5]))
  given.allow({ columns: new Set([3]) })
  const { table, metadata } = await given.load()
  await given.append(delays('2026-01-02', 'LH', [6]))
  const { pool } = given.database

  await given.projections.subscriptions[0]?.handle({ tableId: table.id })
  const orders = await pool.query(
    `SELECT count(*)::int AS count FROM graphile_worker.jobs
     WHERE task_identifier = 'catalog.build-projection'`,
  )
  const { rows } = await pool.query('SELECT id FROM catalog.projections')
  await given.projections.jobs['catalog.build-projection']?.({ projectionId: rows[0].id })

  assert.equal(orders.rows[0].count, 1)
  const states = await pool.query('SELECT count(*)::int AS count FROM catalog.projection_states')
  assert.equal(states.rows[0].count, 2)
  const later = await given.load()
  assert.notEqual(later.metadata['current-snapshot-id'], metadata['current-snapshot-id'])
})
