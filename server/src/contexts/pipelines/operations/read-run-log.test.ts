import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, eventually, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given a run that printed, when its log is read, then lines and error are there', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'wait'
  const pipeline = await given.create({ attemptsMax: 1, trigger: 'manual' })
  const slices = ['2013-12-31']
  const [run] = await given.pipelines.startRun(ana, { pipeline, slices })
  const runId = run?.id ?? ''
  await eventually(
    () => given.pipelines.getRun(ana, { runId }),
    (seen) => seen.run.state === 'running',
  )
  const box = given.boxes.opened[0] ?? ''

  given.boxes.tell({ event: 'log', box, lines: ['one', 'two'] })

  const ask = () => given.pipelines.readRunLog(ana, { runId })
  const live = await eventually(ask, ({ lines }) => lines.length === 2)
  assert.deepEqual(live, { lines: ['one', 'two'], finished: false })
  given.boxes.tell({ event: 'end', box, reason: 'out of memory', log: ['one', 'two'] })
  const { lines } = await eventually(ask, ({ finished }) => finished)
  assert.equal(lines.at(-1), 'out of memory')
  await assert.rejects(given.pipelines.readRunLog(stranger, { runId }), /does not exist/)
})
