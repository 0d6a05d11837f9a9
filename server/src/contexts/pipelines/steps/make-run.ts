import { timeOrderedId } from '../../../foundation/ids.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import type { Pipeline } from '../model/pipeline.ts'
import type { Run } from '../model/run.ts'
import { insertRun } from '../store/runs.ts'
import { lockSlices, saveSlices } from '../store/slices.ts'
import { queueReconcile } from './queue-reconcile.ts'

/** Writes a run down, and in the ledger which slices it will make. */
export async function makeRun(
  { clock }: PipelinesDeps,
  tx: SqlTransaction,
  {
    pipeline,
    ...of
  }: {
    pipeline: Pipeline
    slices: readonly string[]
    cause: string
    attempt: number
    createdBy: string
  },
): Promise<Run> {
  const now = clock()
  const lines = await lockSlices(tx, pipeline.id, of.slices)
  const run: Run = {
    ...of,
    id: timeOrderedId('run-', now),
    pipelineId: pipeline.id,
    version: pipeline.version,
    state: 'queued',
    wanted: Object.fromEntries(lines.map(({ slice, wanted }) => [slice, wanted])),
    ...{ jobRunId: undefined, error: undefined, queuedAt: now },
    ...{ startedAt: undefined, endedAt: undefined, snapshotId: undefined, addedRows: undefined },
  }
  await insertRun(tx, run)
  await saveSlices(
    tx,
    lines.map((line) => ({ ...line, runId: run.id })),
  )
  await queueReconcile(tx, pipeline.id)
  return run
}
