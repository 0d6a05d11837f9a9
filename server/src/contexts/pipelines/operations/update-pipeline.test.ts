import assert from 'node:assert/strict'
import test from 'node:test'
import { invalidPipeline } from '../errors.ts'
import { ana, eventually, type GivenPipelines, givenPipelines } from '../testing/given-pipelines.ts'
import type { PipelineChange } from './update-pipeline.ts'
import { watchDeadlines } from './watch-deadlines.ts'

const pipeline = 'hourly-counts'
const deadline = { time: '07:00', zone: 'UTC', days: 1, from: 'slice' as const }

function update(given: GivenPipelines, change: PipelineChange, dryRun = false) {
  return given.pipelines.updatePipeline(ana, { pipeline, change, dryRun })
}

async function line(given: GivenPipelines, wanted: string): Promise<void> {
  await eventually(
    () => given.ledger(pipeline),
    (lines) => lines.includes(wanted),
  )
}

async function promised(given: GivenPipelines): Promise<(string | undefined)[]> {
  const { ledger } = await given.pipelines.getPipeline(ana, { pipeline })
  return ledger.map(({ slice, deadlineAt }) => `${slice} ${deadlineAt?.toISOString() ?? 'none'}`)
}

test('given a manual one, when new data is to trigger it, then what has come is made', async () => {
  await using given = await givenPipelines()
  await given.create({ trigger: 'manual' })
  await given.delivered('2013-12-30')
  await given.delivered('2013-12-31')
  await line(given, '2013-12-31 missing')

  const tried = await update(given, { trigger: 'new-data' }, true)
  assert.deepEqual(await given.ledger(pipeline), ['2013-12-30 missing', '2013-12-31 missing'])
  const done = await update(given, { trigger: 'new-data' })

  const changes = [{ member: 'trigger', before: '"manual"', after: '"new-data"' }]
  assert.deepEqual([tried, done], Array(2).fill({ changes, deadlines: 0, due: 2 }))
  await line(given, '2013-12-30 done')
  await line(given, '2013-12-31 done')
})

test('given slices that are promised, when the promise changes, then they move', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:00:00Z')
  await given.create({ trigger: 'manual', deadline })
  await given.delivered('2026-11-22')
  await line(given, '2026-11-22 missing')
  await watchDeadlines(given.deps)

  const { deadlines } = await update(given, { deadline: { ...deadline, time: '09:30' } })
  await watchDeadlines(given.deps)
  assert.deepEqual(await promised(given), ['2026-11-22 2026-11-23T09:30:00.000Z'])
  await update(given, { deadline: null })
  await watchDeadlines(given.deps)

  // The next day's is one of them, until it comes near again.
  assert.deepEqual([deadlines, await promised(given)], [2, ['2026-11-22 none']])
})

test('given none, when a deadline is promised, then of days to come alone', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-16T06:00:00Z')
  await given.create({ trigger: 'manual' })
  given.time.now = new Date('2026-11-23T08:00:00Z')

  await update(given, { deadline })
  await watchDeadlines(given.deps)

  assert.deepEqual(await promised(given), ['2026-11-23 2026-11-24T07:00:00.000Z'])
  const { notices } = await given.pipelines.getPipeline(ana, { pipeline })
  assert.deepEqual(notices, [])
})

test('given a schedule, when it changes, then times of before are none of its own', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:00:00Z')
  const schedule = { times: ['12:00'], zone: 'UTC' }
  await given.create({ trigger: 'clock', slicing: 'whole', schedule })
  given.time.now = new Date('2026-11-23T08:00:00Z')

  await update(given, { schedule: { ...schedule, times: ['07:00'] } })
  await watchDeadlines(given.deps)
  const { nextAt } = await given.pipelines.getPipeline(ana, { pipeline })
  await update(given, { trigger: 'manual', schedule: null })

  assert.equal(nextAt?.toISOString(), '2026-11-24T07:00:00.000Z')
  const { runs } = await given.pipelines.listRuns(ana, { pipeline, countMax: 9 })
  assert.deepEqual(runs, [])
})

test('given other checks, when they are published, then as a version of one script', async () => {
  await using given = await givenPipelines()
  await given.create()
  const checks = [{ name: 'no null', sql: 'SELECT 1 WHERE false' }]

  await update(given, { checks })
  const { changes } = await update(given, { checks })

  const { script, pipeline: now } = await given.pipelines.getPipeline(ana, { pipeline })
  assert.deepEqual([script.number, now.version, script.script], [2, 2, 'print(spark)'])
  assert.deepEqual([now.definition.checks, changes], [checks, []])
})

test('given what is no pipeline, when it is changed to that, then nothing of it is', async () => {
  await using given = await givenPipelines()
  await given.create({ trigger: 'manual', inputs: [] })
  const before = await given.pipelines.getPipeline(ana, { pipeline })

  for (const change of [{ trigger: 'new-data' as const }, { owner: ' ' }, { attemptsMax: 0 }])
    await assert.rejects(update(given, { ...change, description: 'new' }), invalidPipeline.matches)
  given.refused.add('pipelines:UpdatePipeline')
  await assert.rejects(update(given, { description: 'new' }), /UpdatePipeline is refused/)

  given.refused.clear()
  assert.deepEqual(await given.pipelines.getPipeline(ana, { pipeline }), before)
})
