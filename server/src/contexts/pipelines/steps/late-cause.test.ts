import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql as raw } from 'kysely'
import { watchDeadlines } from '../operations/watch-deadlines.ts'
import { givenChain } from '../testing/given-chain.ts'
import {
  ana,
  eventually,
  type GivenPipelines,
  givenPipelines,
  stranger,
} from '../testing/given-pipelines.ts'

const slice = '2026-11-22'

/** What was said of the slice of `daily` after its deadline. */
async function heardLate(given: GivenPipelines) {
  given.time.now = new Date('2026-11-23T07:05:00Z')
  await watchDeadlines(given.deps)
  const { notices } = await given.pipelines.getPipeline(ana, { pipeline: 'daily' })
  const late = notices.find(({ kind }) => kind === 'deadline-missed')
  return [late?.message.cause ?? '', late?.message.nextStep ?? ''] as const
}

/** What `daily` reads is there, and has set nothing going. */
async function givenInput(given: GivenPipelines) {
  await givenChain(given)
  await given.delivered(slice)
  await eventually(
    () => given.ledger('hourly'),
    (lines) => lines[0] === `${slice} done`,
  )
}

/** The last run for a day, when all of them have come so far. */
async function lastRun(given: GivenPipelines, day: string, state: string, pipeline = 'daily') {
  const ofDay = async () => {
    const { runs } = await given.pipelines.listRuns(ana, { pipeline, countMax: 9 })
    return runs.filter(({ slices }) => slices.includes(day))
  }
  const runs = await eventually(
    ofDay,
    (all) => all.length > 0 && all.every((run) => run.state === state),
  )
  return runs.toSorted((one, other) => other.attempt - one.attempt)[0]
}

test('given all inputs and no run, when it is late, then it wants to be asked for', async () => {
  await using given = await givenPipelines()
  await givenInput(given)

  const [cause, nextStep] = await heardLate(given)

  assert.match(cause, /^execution late: all inputs that are known are there, and no run is asked/)
  assert.match(nextStep, /millrace pipeline run daily 2026-11-22/)
})

test('given a failed run by hand, when its slice is late, then its error is told', async () => {
  await using given = await givenPipelines()
  await givenInput(given)
  given.boxes.script = 'fail'
  await given.pipelines.startRun(ana, { pipeline: 'daily', slices: [slice] })
  const run = await lastRun(given, slice, 'failed')

  const [cause, nextStep] = await heardLate(given)

  assert.match(cause, /^execution late: its last run failed: /)
  assert.ok(nextStep.includes(`millrace run logs ${run?.id}`))
})

test('given a run by hand that waits, when its slice is late, then its queue is told', async () => {
  await using given = await givenPipelines()
  await givenInput(given)
  given.boxes.script = 'wait'
  await given.pipelines.startRun(ana, { pipeline: 'daily', slices: ['2026-11-20'] })
  await lastRun(given, '2026-11-20', 'starting')
  await given.pipelines.startRun(ana, { pipeline: 'daily', slices: [slice] })

  const [cause, nextStep] = await heardLate(given)

  assert.match(cause, /^execution late: no run has started/)
  assert.match(nextStep, /millrace pipeline show daily/)
})

test('given an input that is hidden, when it is late, then nothing names it', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const { catalog } = given.deps
  given.deps.catalog = {
    ...catalog,
    visibleAmong: async (caller, tables) =>
      (await catalog.visibleAmong(caller, tables)).filter(({ table }) => table !== 'hourly'),
  }

  const [cause] = await heardLate(given)

  assert.match(cause, /^data late: an input that is hidden has not been made/)
})

test('given makers that failed, when of another account, then no error is told', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const { ingestion } = given.deps
  const availableAt = given.time.now
  given.deps.ingestion = {
    ...ingestion,
    arrivalsOf: async (query) =>
      (await ingestion.arrivalsOf(query)).map((arrival) => ({ ...arrival, availableAt })),
  }
  given.boxes.script = 'fail'
  await given.delivered(slice)
  const run = await lastRun(given, slice, 'failed', 'hourly')
  await given.pipelines.setPaused(ana, { pipeline: 'hourly', paused: true })
  const own = await heardLate(given)
  await raw`DELETE FROM pipelines.notices`.execute(given.deps.sql)
  await raw`UPDATE pipelines.slices SET deadline_state = NULL`.execute(given.deps.sql)
  await raw`UPDATE pipelines.pipelines SET account_id = ${stranger.accountId}
    WHERE name = 'hourly'`.execute(given.deps.sql)

  const foreign = await heardLate(given)

  assert.match(own[0], /pipeline "hourly", which makes traffic.hourly, has failed: /)
  assert.ok(own[1].endsWith(`see "millrace run logs ${run?.id}"`))
  assert.match(foreign[0], /pipeline "hourly", which makes traffic.hourly, has failed;/)
  assert.equal(foreign[1], 'ask ana@example.test, who owns it')
})
