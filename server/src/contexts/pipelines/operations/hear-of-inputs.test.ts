import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, eventually, givenPipelines } from '../testing/given-pipelines.ts'

test('given a day that lands, when it is heard of, then that day alone is made, once', async () => {
  await using given = await givenPipelines()
  const name = await given.create()

  await given.delivered('2013-12-31')
  await given.delivered('2013-12-31')

  await eventually(
    () => given.ledger(name),
    (lines) => lines[0] === '2013-12-31 done',
  )
  const { runs } = await given.pipelines.listRuns(ana, { pipeline: name, countMax: 9 })
  assert.deepEqual(
    runs.map(({ slices, state, attempt }) => [slices, state, attempt]),
    [[['2013-12-31'], 'succeeded', 1]],
  )
  const script = given.boxes.sent.find(({ order }) => order.op === 'script')?.order
  assert.ok(script?.op === 'script')
  assert.deepEqual(script.arguments, ['--slice', '2013-12-31'])
  assert.match(script.location, /^s3:\/\/pipelines-444444444444\/hourly-counts\/1-\w{12}\/mill/)
  assert.deepEqual(
    script.modules.map((one) => one.split('/').at(-1)),
    ['hourly.py', 'pipeline.json'],
  )
})

test('given a day that is done, when a new vintage comes, then it is made again', async () => {
  await using given = await givenPipelines()
  const name = await given.create()
  await given.delivered('2013-12-30')
  await given.delivered('2013-12-31')
  await eventually(
    () => given.ledger(name),
    (lines) => lines.length === 2 && lines.every((line) => line.endsWith('done')),
  )

  await given.delivered('2013-12-30', 2)

  const ask = async () =>
    (await given.pipelines.listRuns(ana, { pipeline: name, countMax: 9 })).runs
  const runs = await eventually(
    ask,
    (all) => all.length === 3 && all.every(({ state }) => state === 'succeeded'),
  )
  assert.deepEqual(runs[0]?.slices, ['2013-12-30'])
})

test('given a script that fails, when tried as often as it may, then that is said', async () => {
  await using given = await givenPipelines()
  given.boxes.script = 'fail'
  const name = await given.create({ attemptsMax: 1 })

  await given.delivered('2013-12-31')

  const ask = () => given.pipelines.getPipeline(ana, { pipeline: name })
  const { notices } = await eventually(
    ask,
    (all) => all.notices.length > 0 && all.ledger[0]?.state === 'failed',
  )
  assert.equal(notices[0]?.message.cause, 'ValueError: no')
})

test('given whole slicing, when a table has a new snapshot, then all is made anew', async () => {
  await using given = await givenPipelines()
  const name = await given.create({ slicing: 'whole' })
  const { tableId } = given

  await given.announce('catalog.table-committed', { tableId, version: 3, snapshotId: '9' })
  await given.announce('catalog.table-committed', { tableId, version: 4 })

  await eventually(
    () => given.ledger(name),
    (lines) => lines[0] === 'whole done',
  )
})

test('given an overdue delivery, when it is heard of twice, then it is said once', async () => {
  await using given = await givenPipelines()
  const name = await given.create()
  const target = { accountId: '444444444444', database: 'traffic', table: 'counts' }
  const overdue = {
    ...{ feedId: 'feed-1', feed: 'counts', accountId: '444444444444', slice: '2013-12-31' },
    ...{ deadlineAt: '2014-01-01T06:00Z', target },
  }

  await given.announce('ingestion.delivery-overdue', overdue)
  await given.announce('ingestion.delivery-overdue', overdue)
  await given.announce('ingestion.delivery-overdue', { ...overdue, slice: '2014-01-01' })

  const ask = async () => (await given.pipelines.getPipeline(ana, { pipeline: name })).notices
  const notices = await eventually(ask, (all) => all.length === 2)
  const first = notices.find(({ slice }) => slice === overdue.slice)
  assert.match(first?.message.cause ?? '', /delivery 2013-12-31 of feed "counts" has not come/)
})
