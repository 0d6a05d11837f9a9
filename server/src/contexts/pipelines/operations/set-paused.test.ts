import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, eventually, givenPipelines } from '../testing/given-pipelines.ts'

test('given a paused pipeline, when data lands, then it is made after it goes on', async () => {
  await using given = await givenPipelines()
  const pipeline = await given.create()
  await given.pipelines.setPaused(ana, { pipeline, paused: true })
  await given.delivered('2013-12-31')
  const [line] = await eventually(
    () => given.ledger(pipeline),
    (lines) => lines.length === 1,
  )
  assert.equal(line, '2013-12-31 missing')

  await given.pipelines.setPaused(ana, { pipeline, paused: false })

  await eventually(
    () => given.ledger(pipeline),
    (lines) => lines[0] === '2013-12-31 done',
  )
})
