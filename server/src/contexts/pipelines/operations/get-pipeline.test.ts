import assert from 'node:assert/strict'
import test from 'node:test'
import { sql as raw } from 'kysely'
import { ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'
import { watchDeadlines } from './watch-deadlines.ts'

test('given a pipeline, when read by name or id, then it is the same; elsewhere none', async () => {
  await using given = await givenPipelines()
  const name = await given.create()

  const byName = await given.pipelines.getPipeline(ana, { pipeline: name })
  const byId = await given.pipelines.getPipeline(ana, { pipeline: byName.pipeline.id })

  assert.deepEqual(byId, byName)
  assert.deepEqual([byName.state, byName.slicesDone, byName.ledger], ['idle', 0, []])
  const foreign = given.pipelines.getPipeline(stranger, { pipeline: byName.pipeline.id })
  await assert.rejects(foreign, /does not exist/)
})

test('given a missed deadline, when the next is nearer, then it is told still', async () => {
  await using given = await givenPipelines()
  const deadline = { time: '07:00', zone: 'UTC', days: 1, from: 'slice' as const }
  given.time.now = new Date('2026-11-23T06:00:00Z')
  await given.create({ deadline })
  given.time.now = new Date('2026-11-23T20:00:00Z')
  await watchDeadlines(given.deps)
  const next = async () =>
    (await given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })).next?.slice

  const missed = await next()
  await raw`UPDATE pipelines.slices SET done = '{}' WHERE slice = '2026-11-22'`.execute(
    given.deps.sql,
  )
  const made = await next()

  assert.deepEqual([missed, made], ['2026-11-22', '2026-11-23'])
})
