import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDuckdb } from '../../../foundation/duckdb.ts'
import { within } from './within.ts'

const ENDLESS = 'SELECT count(*) FROM range(10000000000) a, range(1000) b'

test('given a statement without end, when its time is over, then the next one works', async () => {
  await using db = await openDuckdb()

  const done = await within(db, { seconds: 0.2 }, () => db.rows(ENDLESS))
  const next = await within(db, { seconds: 5 }, () => db.rows('SELECT 1 AS one'))

  assert.deepEqual(done, { problem: 'it took longer than 1 seconds', late: true })
  assert.deepEqual(next, { answer: [{ one: 1 }] })
})

test('given a complaint of DuckDB, when asked, then it is told; others are thrown', async () => {
  await using db = await openDuckdb({ memoryBytesMax: 20e6 })
  const texts = '(SELECT repeat(range::VARCHAR, 100) AS x FROM range(1000000))'
  const much = `SELECT list(x) FROM ${texts}`

  const done = await within(db, { seconds: 60 }, () => db.rows(much))
  const broken = within(db, { seconds: 60 }, () => Promise.reject(new TypeError('ours')))

  assert.ok('problem' in done && /memory/i.test(done.problem), JSON.stringify(done))
  await assert.rejects(broken, TypeError)
})

test('given an end of everything, when it comes, then work ends without an answer', async () => {
  await using db = await openDuckdb()
  const ending = new AbortController()
  setTimeout(() => ending.abort(new Error('the server stops')), 100)

  const work = within(db, { seconds: 60, stopping: ending.signal }, () => db.rows(ENDLESS))

  await assert.rejects(work, /the server stops/)
})
