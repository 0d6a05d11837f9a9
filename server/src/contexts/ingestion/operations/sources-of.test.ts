import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { callerOf, givenFeed, givenIngestion, table } from '../testing/given-ingestion.ts'

const calendar = {
  every: 'day',
  first: '2026-03-01',
  at: '06:00',
  daysAfter: 1,
  zone: 'UTC',
  graceMinutes: 0,
  played: false,
} as const

const schema = { type: 'struct' as const, 'schema-id': 0, fields: [] }

async function givenTable() {
  const given = await givenIngestion()
  await given.catalog.createTable(given.ana, { ...table, schema })
  return given
}

test('given a feed, when its table is traced, then vendor and promise are told', async () => {
  await using given = await givenTable()
  given.time.now = new Date('2026-03-01T12:00:00Z')
  const feed = await givenFeed(given, { calendar })

  const [source] = await given.ingestion.sourcesOf(given.ana, { tables: [table] })

  assert.equal(source?.feed.id, feed.id)
  assert.equal(source?.vendor.name, 'counters')
  assert.equal(source?.promise, 'every day before 06:00 UTC, 1 day after')
  assert.deepEqual([source?.own, source?.overdue], [true, false])
})

test('given an overdue delivery, when its table is traced, then it shows', async () => {
  await using given = await givenTable()
  given.time.now = new Date('2026-03-03T12:00:00Z')
  await givenFeed(given, { calendar })
  await given.ingestion.watchDeliveries()

  const [source] = await given.ingestion.sourcesOf(given.ana, { tables: [table] })

  assert.equal(source?.overdue, true)
})

test('given a stranger, when a table is traced, then nothing is told', async () => {
  await using given = await givenTable()
  await givenFeed(given)
  const eve = callerOf('eve', '700000000009' as AccountId)

  assert.deepEqual(await given.ingestion.sourcesOf(eve, { tables: [table] }), [])
})
