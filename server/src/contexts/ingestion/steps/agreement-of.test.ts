import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { countsOf, deliver, givenFeed, givenIngestion, takeIn } from '../testing/given-ingestion.ts'

const MIGRATION = join(import.meta.dirname, '../../../../migrations/0182-governance-licences.sql')
const licences = 'SELECT table_id, agreement_id, name, ends_at FROM governance.licences'

test('given a load, when it is entered, then its table is under the agreement', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const { pool } = given.database
  await takeIn(given, feed)
  const empty = await pool.query(licences)

  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  await takeIn(given, feed)

  const { rows } = await pool.query(licences)
  assert.equal(empty.rows.length, 0)
  assert.deepEqual(
    rows.map((row) => [row.agreement_id, row.name, row.ends_at]),
    [[feed.agreementId, 'counters', null]],
  )
})

test('given a table filled before licences, when migrated, then it bears its own', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const { pool } = given.database
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  await takeIn(given, feed)
  const { rows: loaded } = await pool.query(licences)
  await pool.query('DROP TABLE governance.licences')

  await pool.query(readFileSync(MIGRATION, 'utf8'))

  assert.deepEqual((await pool.query(licences)).rows, loaded)
  assert.equal(loaded.length, 1)
})
