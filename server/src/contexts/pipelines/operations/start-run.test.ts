import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, eventually, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given a range of days, when it is started, then one run makes them all', async () => {
  await using given = await givenPipelines()
  const pipeline = await given.create()
  const range = { first: '2013-12-29', last: '2013-12-31' }

  const runs = await given.pipelines.startRun(ana, { pipeline, range })

  assert.equal(runs.length, 1)
  await eventually(
    () => given.ledger(pipeline),
    (lines) => lines.length === 3 && lines.every((line) => line.endsWith('done')),
  )
  const script = given.boxes.sent.find(({ order }) => order.op === 'script')?.order
  const told = script?.op === 'script' && script.arguments
  assert.deepEqual(told, ['--slice', '2013-12-29', '--slice-last', '2013-12-31'])
})

test('given days with a gap, when started, then each stretch has a run of its own', async () => {
  await using given = await givenPipelines()
  const pipeline = await given.create()
  const slices = ['2014-01-03', '2013-12-31', '2014-01-01']

  const runs = await given.pipelines.startRun(ana, { pipeline, slices })

  assert.deepEqual(
    runs.map((run) => run.slices),
    [['2013-12-31', '2014-01-01'], ['2014-01-03']],
  )
})

test('given a run by hand that fails, when it may, then it is tried again whole', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'fail'
  const pipeline = await given.create({ trigger: 'manual' })
  const range = { first: '2013-12-30', last: '2013-12-31' }

  await given.pipelines.startRun(ana, { pipeline, range })

  const ask = async () => (await given.pipelines.listRuns(ana, { pipeline, countMax: 9 })).runs
  const failed = await eventually(
    ask,
    (all) => all.length === 2 && all.every(({ state }) => state === 'failed'),
  )
  assert.deepEqual(
    failed.map(({ attempt, slices }) => [attempt, slices.length]),
    [
      [2, 2],
      [1, 2],
    ],
  )
})

test('given nonsense, when it is started, then it is refused', async () => {
  await using given = await givenPipelines()
  const pipeline = await given.create()
  const start = (slices: string[]) => given.pipelines.startRun(ana, { pipeline, slices })

  await assert.rejects(start([]), /name the slices/)
  for (const slice of ["'; DROP", '2013-02-30', '20131231'])
    await assert.rejects(start([slice]), /is no day/)
  const range = { first: '2013-12-31', last: '2013-12-01' }
  await assert.rejects(given.pipelines.startRun(ana, { pipeline, range }), /no range/)
  await assert.rejects(given.pipelines.startRun(stranger, { pipeline }), /does not exist/)
})
