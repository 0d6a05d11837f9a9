import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, eventually, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given a run that runs, when looked at, then it is seen as it is now', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  const pipeline = await given.create()
  const slices = ['2013-12-31']
  const [started] = await given.pipelines.startRun(ana, { pipeline, slices })
  const runId = started?.id ?? ''

  const ask = () => given.pipelines.getRun(ana, { runId })
  const { run } = await eventually(ask, (seen) => seen.run.state === 'running')

  assert.ok(run.startedAt)
  await assert.rejects(given.pipelines.getRun(stranger, { runId }), /does not exist/)
})
