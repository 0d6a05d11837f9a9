import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditRecord } from '../../../foundation/outbox.ts'
import { hear } from '../../../testing/hear.ts'
import { flights, givenCatalog, mobility, schema } from '../testing/given-catalog.ts'
import { createSwaps, type Swap } from './swaps.ts'
import { findTable } from './table-rows.ts'

const asker = { accountId: mobility.accountId, arn: 'ana', principalArn: 'ana' }

test('given two of one state, when swapped at once, then one is, and is told of', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, database } = given
  await catalog.createDatabase(ana, mobility)
  await hear(database, 'catalog.table-committed')
  const refs = ['one', 'two'].map((table) => ({ ...flights, table }))
  for (const ref of refs) await catalog.createTable(ana, { ...ref, schema })
  const found = await Promise.all(refs.map((ref) => findTable(database.sql, ref)))
  const [one, two] = found.map((table) => table ?? assert.fail())
  await database.pool.query('DELETE FROM foundation.outbox')
  await database.pool.query('DELETE FROM graphile_worker._private_jobs')
  const swapOf = (before: typeof one, name: string): Swap => ({
    before: before ?? assert.fail(),
    next: { metadataLocation: name, location: 's3://lake/x', updatedAt: new Date() },
    records: [auditRecord(asker, { action: 'testing.swapped', resource: name })],
    announcement: { name },
  })
  const [here, there] = [createSwaps(database.sql), createSwaps(database.sql)]

  const done = await Promise.all([
    here(swapOf(one, 'a')),
    there(swapOf(one, 'b')),
    here(swapOf(two, 'c')),
  ])

  assert.deepEqual(done.filter(Boolean).length, 2)
  const winner = done[0] ? 'a' : 'b'
  const { rows: told } = await database.pool.query('SELECT resource FROM foundation.outbox')
  assert.deepEqual(told.map(({ resource }) => resource).sort(), [winner, 'c'])
  const { rows: jobs } = await database.pool.query(
    'SELECT payload FROM graphile_worker._private_jobs',
  )
  const announced = jobs.flatMap(({ payload }) => payload.announced as { name: string }[])
  assert.deepEqual(announced.map(({ name }) => name).sort(), [winner, 'c'])
  const now = await findTable(database.sql, refs[0] ?? assert.fail())
  assert.equal(now?.metadataLocation, winner)
  assert.equal(now?.version, (one?.version ?? 0) + 1)
})
