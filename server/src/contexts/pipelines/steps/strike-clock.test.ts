import assert from 'node:assert/strict'
import test from 'node:test'
import { invalidPipeline } from '../errors.ts'
import { watchDeadlines } from '../operations/watch-deadlines.ts'
import { ana, eventually, type GivenPipelines, givenPipelines } from '../testing/given-pipelines.ts'

const schedule = { times: ['07:00'], zone: 'UTC' }
const clock = { trigger: 'clock', schedule } as const

async function causes(given: GivenPipelines, count: number): Promise<string[]> {
  const runs = await eventually(
    () => given.pipelines.listRuns(ana, { pipeline: 'hourly-counts', countMax: 50 }),
    ({ runs }) => runs.length >= count && runs.every(({ endedAt }) => endedAt !== undefined),
  )
  return runs.runs.map(({ slices, cause }) => `${slices.join(' ')} ${cause}`).sort()
}

async function look(given: GivenPipelines, at: string): Promise<string | undefined> {
  given.time.now = new Date(at)
  return (await watchDeadlines(given.deps))?.toISOString()
}

test('given a whole and nothing new, when its time comes, then it is made, and once', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:59:00Z')
  await given.create({ ...clock, slicing: 'whole', inputs: [] })

  const next = await look(given, '2026-11-23T06:59:50Z')
  await look(given, '2026-11-23T07:00:01Z')
  assert.deepEqual(await causes(given, 1), ['whole clock'])
  await look(given, '2026-11-23T07:00:16Z')
  const later = await look(given, '2026-11-24T07:00:00Z')

  assert.deepEqual(await causes(given, 2), ['whole clock', 'whole clock'])
  assert.deepEqual([next, later], ['2026-11-23T07:00:00.000Z', '2026-11-25T07:00:00.000Z'])
})

test('given days that have come, when the time comes, then these alone are made', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-23T06:00:00Z')
  await given.create(clock)
  await given.delivered('2026-11-20')
  await given.delivered('2026-11-22')
  await eventually(
    () => given.ledger('hourly-counts'),
    (lines) => lines.length === 2,
  )

  await look(given, '2026-11-23T06:59:59Z')
  assert.deepEqual(await causes(given, 0), [])
  await look(given, '2026-11-23T07:00:00Z')
  assert.deepEqual(await causes(given, 2), ['2026-11-20 clock', '2026-11-22 clock'])
  await given.delivered('2026-11-20', 2)
  await eventually(
    () => given.ledger('hourly-counts'),
    ([first]) => first === '2026-11-20 stale',
  )
  await look(given, '2026-11-24T07:00:00Z')

  assert.deepEqual(await causes(given, 3), [
    ...['2026-11-20 clock', '2026-11-20 clock', '2026-11-22 clock'],
  ])
})

test('given no server for days, when one is there, then missed times count as one', async () => {
  await using given = await givenPipelines()
  given.time.now = new Date('2026-11-16T06:00:00Z')
  await given.create({ ...clock, slicing: 'whole' })

  await look(given, '2026-11-23T12:00:00Z')
  await causes(given, 1)
  await look(given, '2026-11-23T12:00:15Z')

  assert.deepEqual(await causes(given, 1), ['whole clock'])
})

test('given one that is paused, when its time comes, then it waits until it goes on', async () => {
  await using given = await givenPipelines()
  const { pipelines } = given
  given.time.now = new Date('2026-11-23T06:00:00Z')
  await given.create({ ...clock, slicing: 'whole' })
  await pipelines.setPaused(ana, { pipeline: 'hourly-counts', paused: true })

  const next = await look(given, '2026-11-23T07:00:01Z')
  assert.deepEqual([next, await causes(given, 0)], [undefined, []])
  await pipelines.setPaused(ana, { pipeline: 'hourly-counts', paused: false })
  await look(given, '2026-11-23T08:00:00Z')

  assert.deepEqual(await causes(given, 1), ['whole clock'])
})

test('given a run that goes on, when its time comes, then another comes after it', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  given.time.now = new Date('2026-11-23T06:00:00Z')
  await given.create({ ...clock, slicing: 'whole' })
  const [first] = await given.pipelines.startRun(ana, { pipeline: 'hourly-counts' })
  await eventually(
    () => given.ledger('hourly-counts'),
    ([line]) => line === 'whole running',
  )

  await look(given, '2026-11-23T07:00:01Z')
  given.boxes.script = undefined
  await given.pipelines.cancelRun(ana, { runId: first?.id ?? '' })
  await causes(given, 1)
  await look(given, '2026-11-23T07:00:16Z')

  assert.deepEqual(await causes(given, 2), ['whole by hand', 'whole clock'])
})

test('given a schedule without its trigger, when created, then it is refused', async () => {
  await using given = await givenPipelines()
  const wrong = [
    { trigger: 'clock' as const },
    { trigger: 'manual' as const, schedule },
    { trigger: 'clock' as const, schedule: { ...schedule, zone: 'Mars' } },
    { trigger: 'all-new-data' as const, inputs: [] },
  ]

  for (const definition of wrong)
    await assert.rejects(given.create(definition), invalidPipeline.matches)
})
