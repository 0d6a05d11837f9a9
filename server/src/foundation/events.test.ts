import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql as raw } from 'kysely'
import { givenDatabase } from '../testing/database.ts'
import { hear } from '../testing/hear.ts'
import { announce, announcedAfter, eventHandlers } from './events.ts'
import { addJob, startJobs } from './jobs.ts'
import { createLog } from './log.ts'
import { transaction } from './sql.ts'

const EVENT = 'testing.happened'

test('given several told by one statement, when one fails, then it is tried again', async () => {
  await using given = await givenDatabase()
  const { sql, pool } = given
  const lines: string[] = []
  const log = createLog('error', { write: (line) => lines.push(line) })
  const heard: string[] = []
  const all = Promise.withResolvers<void>()
  const handle = async (payload: unknown) => {
    const { key } = payload as { key: string }
    heard.push(key)
    if (heard.length === 5) all.resolve()
    if (key === 'b' && heard.filter((one) => one === 'b').length === 1) throw new Error('not yet')
  }
  const subscriptions = [{ event: EVENT, subscriber: 'testing.hear', handle }]
  const handlers = await eventHandlers({ sql, log, subscriptions })

  const told = ['a', 'b', 'c', 'd'].map((key) => ({ key, payload: { key } }))
  const { rows } = await raw<{ key: string }>`
    WITH step AS (SELECT key FROM unnest(ARRAY['a', 'b', 'd']) AS key)
    ${announcedAfter('step', EVENT, told)}`.execute(sql)
  await transaction(sql, (tx) => announce(tx, EVENT, { key: 'alone' }))

  const jobs = await startJobs({ pool, log, handlers })
  await all.promise
  await jobs.stop()

  assert.deepEqual(rows.map(({ key }) => key).sort(), ['a', 'b', 'd'])
  assert.deepEqual(heard.sort(), ['a', 'alone', 'b', 'b', 'd'])
  const [line = '{}', ...others] = lines
  const { subscriber, err } = JSON.parse(line)
  assert.deepEqual([subscriber, err?.message, others], ['testing.hear', 'not yet', []])
})

test('given steps with nothing to tell, when told, then they are answered alone', async () => {
  await using given = await givenDatabase()
  const { sql, pool } = given
  await hear(given, EVENT)
  const told = ['a', 'b', 'c'].map((key) => ({
    key,
    payload: key === 'b' ? { key } : undefined,
  }))

  for (const keys of [['a', 'b'], ['c']]) {
    const { rows } = await raw<{ key: string }>`
      WITH step AS (SELECT key FROM unnest(${keys}::text[]) AS key)
      ${announcedAfter('step', EVENT, told)}`.execute(sql)
    assert.deepEqual(rows.map(({ key }) => key).sort(), keys)
  }

  const { rows: jobs } = await pool.query('SELECT payload FROM graphile_worker._private_jobs')
  assert.deepEqual(jobs, [{ payload: { announced: [{ key: 'b' }] } }])
})

test('given a step that did nothing, when it is told, then nothing is announced', async () => {
  await using given = await givenDatabase()
  const { sql, pool } = given
  await hear(given, EVENT)

  const { rows } = await raw`WITH step AS (SELECT 'a' AS key WHERE false)
    ${announcedAfter('step', EVENT, [{ key: 'a', payload: {} }])}`.execute(sql)

  assert.deepEqual(rows, [])
  const jobs = await pool.query('SELECT FROM graphile_worker.jobs')
  assert.equal(jobs.rowCount, 0)
})

test('given one who no longer waits for it, when it is announced, then it is no job', async () => {
  await using given = await givenDatabase()
  const { sql, pool } = given
  await hear(given, EVENT)
  await hear(given, 'testing.other')

  await transaction(sql, (tx) => announce(tx, EVENT, { of: 'before' }))
  await transaction(sql, (tx) => announce(tx, 'testing.other', { of: 'now' }))

  const { rows } = await pool.query('SELECT payload FROM graphile_worker._private_jobs')
  assert.deepEqual(rows, [{ payload: { of: 'now' } }])
})

test('given what an earlier version announced, when done, then all hear it', async () => {
  await using given = await givenDatabase()
  const { sql, pool, log } = given
  const heard: unknown[] = []
  const all = Promise.withResolvers<void>()
  const handle = async (payload: unknown) => {
    if (heard.push(payload) === 3) all.resolve()
  }
  const subscriptions = [{ event: EVENT, subscriber: 'testing.hear', handle }]
  const handlers = await eventHandlers({ sql, log, subscriptions })
  await addJob(sql, 'foundation.announce', { event: EVENT, payload: { key: 'a' } })
  const payloads = [{ key: 'b' }, { key: 'c' }]
  await addJob(sql, 'foundation.announce', { event: EVENT, payloads })

  const jobs = await startJobs({ pool, log, handlers })
  await all.promise
  await jobs.stop()

  assert.deepEqual(
    new Set(heard.map((one) => (one as { key: string }).key)),
    new Set(['a', 'b', 'c']),
  )
})
