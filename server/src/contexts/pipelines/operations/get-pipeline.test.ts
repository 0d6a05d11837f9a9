import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'

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
