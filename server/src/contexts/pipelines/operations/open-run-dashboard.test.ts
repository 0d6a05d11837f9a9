import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, eventually, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given a run, when its Spark UI is asked for, then who may see the run sees it', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  const pipeline = await given.create({ attemptsMax: 1, trigger: 'manual' })
  const [run] = await given.pipelines.startRun(ana, { pipeline, slices: ['2013-12-31'] })
  const runId = run?.id ?? ''
  await eventually(
    () => given.pipelines.getRun(ana, { runId }),
    (seen) => seen.run.state === 'running',
  )

  // Its driver is not a real one: it has left nothing to show.
  await assert.rejects(given.pipelines.openRunDashboard(ana, { runId }), /no event log of run/)

  await assert.rejects(given.pipelines.openRunDashboard(stranger, { runId }), /does not exist/)
})
