import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'

const next = { path: 'jobs/hourly.py', gitCommit: '1234567', script: 'print(2)' }

test('given a pipeline, when new code is published, then runs from now on use it', async () => {
  await using given = await givenPipelines()
  const pipeline = await given.create()

  const version = await given.pipelines.publishVersion(ana, { pipeline, ...next })

  assert.equal(version.number, 2)
  const slices = ['2013-12-31']
  const [run] = await given.pipelines.startRun(ana, { pipeline, slices })
  assert.equal(run?.version, 2)
  const { script } = await given.pipelines.getPipeline(ana, { pipeline })
  assert.deepEqual([script.gitCommit, script.script], ['1234567', 'print(2)'])
})

test('given a stranger or a wrong commit, when published, then it is refused', async () => {
  await using given = await givenPipelines()
  const pipeline = await given.create()
  const publish = (who: typeof ana, change: object) =>
    given.pipelines.publishVersion(who, { pipeline, ...next, ...change })

  await assert.rejects(publish(stranger, {}), /does not exist/)
  await assert.rejects(publish(ana, { gitCommit: 'HEAD; rm' }), /no commit/)
})
