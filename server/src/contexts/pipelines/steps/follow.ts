import { DomainError } from '../../../foundation/errors.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Run as JobRun } from '../../sessions/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { promisedFrom } from '../model/deadline.ts'
import { attemptFailed, sliceMade } from '../model/ledger.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { open, type Run, type RunState } from '../model/run.ts'
import { dueBy } from '../model/trigger.ts'
import { findPipeline, inputIds, lockPipeline } from '../store/pipelines.ts'
import { findRun, updateRun } from '../store/runs.ts'
import { lockSlices, saveSlices } from '../store/slices.ts'
import { actAsPipeline } from './gate.ts'
import { inputChanged } from './input-changed.ts'
import { makeRun } from './make-run.ts'
import { notify } from './notify.ts'
import { publishOutput } from './publish.ts'
import { queueReconcile } from './queue-reconcile.ts'

/** Writes down what has become of the job run of a run. */
export async function followRun(deps: PipelinesDeps, run: Run): Promise<void> {
  if (!open(run) || run.jobRunId === undefined) return
  const jobRun = await deps.sessions.findRun(run.jobRunId)
  if (!jobRun) return settleRun(deps, run, { state: 'failed', error: 'its job run is gone' })
  if (jobRun.endedAt) {
    const { startedAt } = jobRun
    return settleRun(deps, run, { ...(await endOf(deps, run, jobRun)), startedAt })
  }
  const { startedAt } = jobRun
  if (run.state !== 'running' && jobRun.state === 'RUNNING' && startedAt)
    await updateRun(deps.sql, run.id, { state: 'running', startedAt })
}

/** What has succeeded is published first: a server that dies in between does it once more. */
async function endOf(deps: PipelinesDeps, run: Run, { state, stateDetails }: JobRun): Promise<End> {
  if (state !== 'SUCCESS')
    return { state: state === 'CANCELLED' ? 'cancelled' : 'failed', error: stateDetails }
  const pipeline = await findPipeline(deps.sql, run.pipelineId)
  const error = pipeline && (await publishOutput(deps, pipeline, run))
  return error === undefined ? { state: 'succeeded' } : { state: 'failed', error }
}

interface End {
  state: RunState
  error?: string | undefined
  startedAt?: Date | undefined
}

/** The end of a run, and what it means for its slices: once, together. */
export async function settleRun(deps: PipelinesDeps, { id }: Run, end: End): Promise<void> {
  const seen = await findRun(deps.sql, id)
  const of = seen && (await findPipeline(deps.sql, seen.pipelineId))
  if (!seen || !of) return
  const output = end.state === 'succeeded' ? await outputOf(deps, of, seen) : undefined
  await transaction(deps.sql, async (tx) => {
    const pipeline = await lockPipeline(tx, seen.pipelineId)
    const run = await findRun(tx, id)
    if (!pipeline || !run || !open(run)) return
    const now = deps.clock()
    const { state, error } = end
    await updateRun(tx, id, {
      ...{ state, endedAt: now },
      ...(error === undefined ? {} : { error }),
      ...(end.startedAt && { startedAt: end.startedAt }),
      ...(output && { snapshotId: output.snapshotId, addedRows: output.addedRows }),
    })
    if (state === 'succeeded') await made(deps, tx, { pipeline, run, now, output })
    else await failed(deps, tx, { pipeline, run, end, now })
    const action = `pipelines.run-${state}`
    const detail = { pipeline: pipeline.name, slices: run.slices.length, error }
    await recordOwnWork(tx, pipeline, { action, resource: id, detail })
    await queueReconcile(tx, pipeline.id)
  })
}

interface Ended {
  pipeline: Pipeline
  run: Run
  now: Date
}

async function made(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  { pipeline, run, now, output }: Ended & { output: Output | undefined },
): Promise<void> {
  const { deadline: promise } = pipeline.definition
  const isDue = dueBy(pipeline.definition)
  const lines = await lockSlices(tx, pipeline.id, run.slices)
  const { version } = run
  const after = lines.map((before) => {
    const read = run.wanted[before.slice] ?? {}
    const line = sliceMade(before, { read, version, at: now, isDue })
    return promisedFrom(now, { before, after: line, promise })
  })
  await saveSlices(tx, after)
  // The pipelines that read this output have the same slices to make.
  if (!output) return
  await noteMade(deps, tx, { pipeline, run, now, output })
  for (const slice of run.slices) {
    const arrived = { number: now.getTime(), snapshotId: output.snapshotId }
    await inputChanged(deps, tx, { tableId: output.tableId, slice, version: arrived })
  }
}

async function noteMade(
  { catalog }: PipelinesDeps,
  tx: SqlTransaction,
  { pipeline, run, now, output }: Ended & { output: Output },
): Promise<void> {
  const { accountId, id } = pipeline
  const inputs = (await inputIds(tx, id)).map((tableId) => ({ id: tableId }))
  const job = `pipeline ${id}`
  await catalog.noteRun(tx, {
    accountId,
    job,
    runId: run.id,
    at: now,
    output: output.tableId,
    inputs,
  })
}

async function failed(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  { pipeline, run, end, now }: Ended & { end: End },
): Promise<void> {
  const lines = await lockSlices(tx, pipeline.id, run.slices)
  const cancelled = end.state === 'cancelled'
  // Who cancels does not want it again by itself.
  const after = cancelled
    ? lines.map((line) => ({ ...line, due: false }))
    : lines.map((line) => attemptFailed(line, now))
  await saveSlices(tx, after)
  const last = after[0]
  if (cancelled || !last) return
  if (run.attempt < pipeline.definition.attemptsMax) {
    // A slice that is due comes again by itself, and later each time.
    if (!last.due) await again(deps, tx, pipeline, run)
    return
  }
  await notify(tx, pipeline, {
    kind: 'run-failed',
    slice: last.slice,
    round: last.round,
    cause: end.error ?? 'it failed without a word',
    nextStep: `read the log with "millrace run logs ${run.id}", mend the script, run it again`,
    deadlineAt: last.deadlineAt,
    now,
  })
}

/** What somebody asked for is tried again as it was asked for. */
async function again(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  pipeline: Pipeline,
  { slices, attempt, createdBy }: Run,
): Promise<void> {
  const cause = `attempt ${attempt + 1}`
  await makeRun(deps, tx, { pipeline, slices, cause, attempt: attempt + 1, createdBy })
}

interface Output {
  tableId: string
  snapshotId: string
  addedRows: number | undefined
}

/** The newest snapshot of the output, where the run has made one. */
async function outputOf(
  deps: PipelinesDeps,
  pipeline: Pipeline,
  run: Run,
): Promise<Output | undefined> {
  try {
    const role = await actAsPipeline(deps, pipeline)
    const { table, snapshot } = await deps.catalog.describeTable(role, pipeline.definition.output)
    if (!snapshot || snapshot.committedAt < run.queuedAt) return undefined
    const added = Number(snapshot.summary['added-records'])
    const addedRows = Number.isSafeInteger(added) ? added : undefined
    return { tableId: table.id, snapshotId: String(snapshot.id), addedRows }
  } catch (error) {
    // What the run has written is a fact of its own; a role may write what it may not describe.
    if (error instanceof DomainError) return undefined
    throw error
  }
}
