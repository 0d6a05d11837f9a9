import assert from 'node:assert/strict'
import test from 'node:test'
import {
  ana,
  commandOf,
  eventually,
  type GivenPipelines,
  givenPipelines,
} from '../testing/given-pipelines.ts'
import { stagingBranch } from './publish.ts'
import { reconcile } from './reconcile.ts'

const OK = { status: 'ok', execution_count: 1, data: { 'text/plain': '' } } as const
const WRONG = { status: 'error', execution_count: 1, ename: 'E', evalue: 'no' } as const
const { output } = commandOf('any').definition

/** A run whose script is at work, and the table that it writes. */
async function givenWriting() {
  const given = await givenPipelines()
  given.boxes.script = 'wait'
  await given.createTable(output.table)
  const pipeline = await given.create({ trigger: 'manual', attemptsMax: 1 })
  return { ...given, ...(await writing(given, pipeline)), pipeline }
}

async function writing(given: GivenPipelines, pipeline: string) {
  const before = given.boxes.sent.length
  const [started] = await given.pipelines.startRun(ana, { pipeline, slices: ['2013-12-31'] })
  const runId = started?.id ?? ''
  const ask = async () => (await given.pipelines.getRun(ana, { runId })).run
  const run = await eventually(ask, ({ state }) => state === 'running')
  const told = given.boxes.sent.slice(before)
  const script = told.find(({ order }) => order.op === 'script')
  const end = async (how: typeof OK | typeof WRONG) => {
    const id = script?.order.op === 'script' ? script.order.id : 0
    given.boxes.finish(script?.box ?? '', id, { traceback: [], ...how })
    return eventually(ask, ({ endedAt }) => endedAt !== undefined)
  }
  return { run, told, end }
}

/** As the script does, by Spark’s settings. */
async function write({ catalog }: GivenPipelines, ref: string, id: bigint) {
  const { location, metadata } = await catalog.loadTable(ana, output)
  const parent = metadata.refs[ref]?.['snapshot-id']
  const snapshot = {
    ...(parent === undefined ? {} : { 'parent-snapshot-id': parent }),
    ...{ 'snapshot-id': id, 'sequence-number': metadata['last-sequence-number'] + 1 },
    ...{ 'timestamp-ms': Date.now(), 'manifest-list': `${location}/metadata/snap-${id}.avro` },
    summary: { operation: 'append', 'added-records': '3' },
  } as const
  const point = { action: 'set-snapshot-ref', 'ref-name': ref, type: 'branch' } as const
  await catalog.commitTable(ana, {
    ...{ ...output, requirements: [] },
    updates: [
      { action: 'add-snapshot', snapshot },
      { ...point, 'snapshot-id': id },
    ],
  })
}

async function seen({ catalog }: GivenPipelines) {
  const { metadata } = await catalog.loadTable(ana, output)
  return { main: metadata.refs.main?.['snapshot-id'], refs: Object.keys(metadata.refs).sort() }
}

test('given a run at work, when it has succeeded, then what it made is seen, whole', async () => {
  await using given = await givenWriting()
  const { run } = given
  await write(given, stagingBranch(run), 7n)
  const before = await seen(given)

  const ended = await given.end(OK)

  assert.equal(before.main, undefined)
  assert.deepEqual(await seen(given), { main: 7n, refs: ['main'] })
  assert.deepEqual([ended.state, ended.snapshotId, ended.addedRows], ['succeeded', '7', 3])
  const claim = given.told.find(({ order }) => order.op === 'claim')?.order
  assert.equal(claim?.op === 'claim' && claim.conf?.['spark.wap.branch'], stagingBranch(run))
})

test('given a run begun twice, as after a death, when it ends, then nothing is lost', async () => {
  await using given = await givenWriting()
  const { run } = given
  await write(given, 'main', 5n)
  await given.catalog.stageWrites(ana, {
    ...{ ...output, branch: stagingBranch(run), stale: 'staged-' },
  })
  await write(given, stagingBranch(run), 7n)
  const forgotten = { jobRunId: null, state: 'starting' } as const
  await given.deps.sql.updateTable('pipelines.runs').set(forgotten).execute()

  await reconcile(given.deps, run.pipelineId)
  const ended = await given.end(OK)

  assert.equal(ended.state, 'succeeded')
  assert.equal((await seen(given)).main, 7n)
})

test('given a run that writes nothing, when it has succeeded, then all is as before', async () => {
  await using given = await givenWriting()
  await write(given, stagingBranch(given.run), 7n)
  await given.end(OK)

  const next = await writing(given, given.pipeline)
  const during = await seen(given)
  const ended = await next.end(OK)

  assert.deepEqual(during, { main: 7n, refs: ['main', stagingBranch(next.run)] })
  assert.deepEqual(await seen(given), { main: 7n, refs: ['main'] })
  assert.deepEqual([ended.state, ended.snapshotId], ['succeeded', undefined])
})

test('given a run that fails, when the next begins, then nothing of it was ever seen', async () => {
  await using given = await givenWriting()
  const branch = stagingBranch(given.run)
  await write(given, branch, 7n)

  const ended = await given.end(WRONG)

  assert.equal(ended.state, 'failed')
  assert.deepEqual(await seen(given), { main: undefined, refs: [branch] })
  const next = await writing(given, given.pipeline)
  assert.deepEqual(await seen(given), { main: undefined, refs: [] })
  await write(given, stagingBranch(next.run), 8n)
  assert.equal((await next.end(OK)).state, 'succeeded')
  assert.equal((await seen(given)).main, 8n)
})

test('given a run that is cancelled, when its script ends all the same, then unseen', async () => {
  await using given = await givenWriting()
  await write(given, stagingBranch(given.run), 7n)

  await given.pipelines.cancelRun(ana, { runId: given.run.id })
  const ended = await given.end(OK)

  assert.equal(ended.state, 'cancelled')
  assert.equal((await seen(given)).main, undefined)
})

test('given others who write meanwhile, when it succeeds, then they lose nothing', async () => {
  await using given = await givenWriting()
  await write(given, stagingBranch(given.run), 7n)
  await write(given, 'main', 9n)

  const ended = await given.end(OK)

  assert.equal(ended.state, 'failed')
  assert.match(ended.error ?? '', /others wrote the output/)
  assert.equal((await seen(given)).main, 9n)
})
