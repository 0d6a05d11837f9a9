import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, eventually, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given a run on its driver, when cancelled, then both end for good', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  const pipeline = await given.create()
  await given.delivered('2013-12-31')
  const ask = async () => (await given.pipelines.listRuns(ana, { pipeline, countMax: 9 })).runs
  const [run] = await eventually(ask, ([one]) => one?.jobRunId !== undefined)
  const runId = run?.id ?? ''

  await assert.rejects(given.pipelines.cancelRun(stranger, { runId }), /does not exist/)
  await given.pipelines.cancelRun(ana, { runId })

  const { run: ended } = await given.pipelines.getRun(ana, { runId })
  assert.equal(ended.state, 'cancelled')
  await eventually(
    async () => given.boxes.closed.length,
    (closed) => closed === 1,
  )
  assert.equal((await ask()).length, 1)
  await assert.rejects(given.pipelines.cancelRun(ana, { runId }), /is cancelled already/)
})
