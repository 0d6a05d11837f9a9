import assert from 'node:assert/strict'
import test from 'node:test'
import { sql as raw } from 'kysely'
import type { Run } from '../model/run.ts'
import { settleRun } from '../steps/follow.ts'
import { findRun } from '../store/runs.ts'
import { givenChain, named } from '../testing/given-chain.ts'
import { ana, eventually, type GivenPipelines, givenPipelines } from '../testing/given-pipelines.ts'
import { watchDeadlines } from './watch-deadlines.ts'

const deadline = { time: '07:00', zone: 'UTC', days: 1, from: 'slice' as const }

async function notices(given: GivenPipelines) {
  const { notices } = await given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })
  return notices.map(({ slice, kind, message }) => [slice, kind, message.cause.split(':')[0]])
}

test('given nothing that ever ran, when the clock strikes, then it is said once', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:00:00Z')
  await given.create({ deadline })

  const looks = ['06:00:10', '06:59:30', '06:59:45', '07:00:01', '07:00:16', '08:00:00']
  const seen: number[] = []
  for (const look of looks) {
    given.time.now = new Date(`2026-11-23T${look}Z`)
    await watchDeadlines(given.deps)
    seen.push((await notices(given)).length)
  }

  assert.deepEqual(seen, [0, 1, 1, 2, 2, 2])
  assert.deepEqual(await notices(given), [
    ['2026-11-22', 'deadline-missed', 'data late'],
    ['2026-11-22', 'deadline-endangered', 'data late'],
  ])
})

test('given a run that hangs, when it gets late, then execution is the cause', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  given.time.now = new Date('2026-11-23T06:30:00Z')
  await given.create({ deadline })
  await given.delivered('2026-11-22')
  await eventually(
    () => given.ledger('hourly-counts'),
    (lines) => lines[0] === '2026-11-22 running',
  )

  given.time.now = new Date('2026-11-23T07:00:01Z')
  await watchDeadlines(given.deps)

  const [notice] = await notices(given)
  assert.deepEqual(notice, ['2026-11-22', 'deadline-missed', 'execution late'])
})

test('given a slice done in time, when its deadline passes, then nobody hears', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:30:00Z')
  await given.create({ deadline })
  await given.delivered('2026-11-22')
  await eventually(
    () => given.ledger('hourly-counts'),
    (lines) => lines[0] === '2026-11-22 done',
  )

  for (const look of ['06:59:59', '07:00:01']) {
    given.time.now = new Date(`2026-11-23T${look}Z`)
    await watchDeadlines(given.deps)
  }

  assert.deepEqual(await notices(given), [])
  const { next } = await given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })
  assert.ok(next)
})

test('given old data with a deadline from arrival, when it lands, then time runs', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  given.time.now = new Date('2026-11-23T06:30:00Z')
  await given.create({ deadline: { ...deadline, days: 0, from: 'arrival' } })
  await given.delivered('2013-12-31')
  const ask = () => given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })

  const { ledger } = await eventually(ask, (all) => all.ledger.length > 0)

  assert.equal(ledger[0]?.deadlineAt?.toISOString(), '2026-11-23T07:00:00.000Z')
})

test('given what is made anew each time, when it is late, then each time is told', async () => {
  await using given = await givenPipelines()
  await given.create({ deadline: { ...deadline, days: 0, from: 'arrival' } })
  const ask = () => given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })
  const late = async (day: string, number: number) => {
    given.time.now = new Date(`2026-11-${day}T06:59:00Z`)
    given.boxes.script = 'wait'
    await given.delivered('2013-12-31', number)
    const { ledger } = await eventually(ask, ({ ledger: [line] }) => line?.state === 'running')
    given.time.now = new Date(`2026-11-${day}T07:00:01Z`)
    await watchDeadlines(given.deps)
    return { runId: ledger[0]?.runId ?? '', heard: await notices(given) }
  }

  const first = await late('23', 1)
  await given.pipelines.cancelRun(ana, first)
  given.boxes.script = undefined
  await given.pipelines.startRun(ana, { pipeline: 'hourly-counts', slices: ['2013-12-31'] })
  await eventually(ask, ({ ledger: [line] }) => line?.state === 'done')
  const second = await late('24', 2)

  assert.equal(first.heard.length, 1)
  assert.equal(second.heard.length, 2)
})

test('given data that comes during a run, when that run ends, then time runs anew', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:30:00Z')
  given.boxes.script = 'wait'
  await given.create({ deadline: { ...deadline, days: 0, from: 'arrival' } })
  const ask = () => given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })
  await given.delivered('2013-12-31', 1)
  const { ledger } = await eventually(ask, ({ ledger: [line] }) => line?.state === 'running')
  given.time.now = new Date('2026-11-23T07:00:01Z')
  await watchDeadlines(given.deps)
  await given.delivered('2013-12-31', 2)
  await eventually(ask, ({ ledger: [line] }) => Object.values(line?.wanted ?? {})[0]?.number === 2)

  const run = await findRun(given.deps.sql, ledger[0]?.runId ?? '')
  await settleRun(given.deps, run as Run, { state: 'succeeded' })

  const [line] = (await ask()).ledger
  assert.equal(line?.deadlineAt?.toISOString(), '2026-11-24T07:00:00.000Z')
  given.time.now = new Date('2026-11-24T07:00:01Z')
  await watchDeadlines(given.deps)
  assert.equal((await notices(given)).length, 2)
})

test('given one broken pipeline, when the clock strikes, then the next is told', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:00:00Z')
  await given.create({ deadline }, 'a-broken-one')
  await given.create({ deadline })
  const broken = JSON.stringify({ deadline: { ...deadline, zone: 'Nowhere/Never' } })
  await raw`UPDATE pipelines.pipelines SET definition = definition || ${broken}::jsonb
    WHERE name = 'a-broken-one'`.execute(given.deps.sql)
  given.time.now = new Date('2026-11-23T06:59:30Z')

  await assert.rejects(watchDeadlines(given.deps))

  assert.deepEqual(await notices(given), [['2026-11-22', 'deadline-endangered', 'data late']])
})

async function heardOfDaily(given: GivenPipelines) {
  await watchDeadlines(given.deps)
  const { notices, next } = await given.pipelines.getPipeline(ana, { pipeline: 'daily' })
  const told = notices.map(({ kind, message }) => [kind, message.cause, message.nextStep])
  return { told, state: next?.deadlineState }
}

test('given a file behind two pipelines, when it is late, then its feed is named', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const before = await heardOfDaily(given)
  given.time.now = new Date('2026-11-23T06:05:00Z')

  const { told, state } = await heardOfDaily(given)
  const again = await heardOfDaily(given)

  assert.deepEqual([before.state, before.told], ['on-track', []])
  assert.equal(state, 'endangered')
  const [kind, cause, nextStep] = told[0] ?? []
  assert.equal(kind, 'deadline-endangered')
  assert.equal(
    cause,
    'data late: delivery 2026-11-22 of feed "counts" has not come, ' +
      'due 2026-11-23T06:00:00.000Z, 5 min ago; it is needed by 2026-11-23T05:50:00.000Z',
  )
  assert.match(
    nextStep ?? '',
    /^feeds@example.test owns the feed; ask the vendor "counters" for it/,
  )
  assert.deepEqual(again.told, told)
})

test('given a slice that is late, when it is told, then with what is late with it', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  await given.create({ inputs: [named('daily')], output: named('weekly') }, 'weekly')
  given.time.now = new Date('2026-11-23T07:05:00Z')
  await watchDeadlines(given.deps)

  const { notices } = await given.pipelines.getPipeline(ana, { pipeline: 'daily' })

  assert.equal(notices[0]?.message.affects, 'traffic.daily, and behind it "weekly"')
})

test('given a chain that cannot be told, when a slice is late, then it is told alone', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const arrivalsOf = () => Promise.reject(new Error('a calendar is broken'))
  given.time.now = new Date('2026-11-23T07:05:00Z')

  await watchDeadlines({ ...given.deps, ingestion: { ...given.deps.ingestion, arrivalsOf } })

  const { told, state } = await heardOfDaily(given)
  assert.equal(state, 'missed')
  assert.equal(told[0]?.[1], 'data late: none of its inputs has come')
})

test('given a chain, when the clock gathers it, then nobody is held up', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  given.time.now = new Date('2026-11-23T06:05:00Z')
  const { ingestion } = given.deps
  const free: number[] = []
  given.deps.ingestion = {
    ...ingestion,
    async arrivalsOf(query) {
      const { rows } = await raw`SELECT FROM pipelines.pipelines WHERE name = 'daily'
        FOR UPDATE SKIP LOCKED`.execute(given.deps.sql)
      free.push(rows.length)
      return ingestion.arrivalsOf(query)
    },
  }

  const { told } = await heardOfDaily(given)
  given.time.now = new Date('2026-11-23T06:50:00Z')
  await watchDeadlines(given.deps)
  const looks = free.length

  assert.match(told[0]?.[1] ?? '', /^data late: delivery 2026-11-22 of feed "counts"/)
  assert.ok(free.every((count) => count === 1))
  // The page looks too.
  assert.equal(looks, 2)
})

test('given a maker that hangs, when time is up, then its execution is late', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  await givenChain(given)
  await given.delivered('2026-11-22')
  await eventually(
    () => given.ledger('hourly'),
    (lines) => lines[0] === '2026-11-22 running',
  )
  given.time.now = new Date('2026-11-23T06:25:00Z')

  const { told } = await heardOfDaily(given)

  assert.match(
    told[0]?.[1] ?? '',
    /^execution late: pipeline "hourly", which makes traffic.hourly, runs since 2026-11-23T05:00/,
  )
  assert.match(told[0]?.[1] ?? '', /and usually takes 30 min; it is needed by 2026-11-23T06:20/)
  assert.match(told[0]?.[2] ?? '', /^ask ana@example.test, who owns it; see "millrace run logs /)
})
