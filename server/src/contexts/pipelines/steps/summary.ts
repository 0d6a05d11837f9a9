import type { PipelinesDeps } from '../deps.ts'
import { marginOf, type Slice } from '../model/ledger.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { open, type Run } from '../model/run.ts'
import { listRuns, typicalSeconds } from '../store/runs.ts'
import { countSlices, nextDeadline } from '../store/slices.ts'

export interface PipelineSummary {
  pipeline: Pipeline
  state: 'idle' | 'running' | 'failed' | 'paused'
  lastRun: Run | undefined
  slicesDone: number
  slicesMissing: number
  /** The line of the ledger whose deadline comes next, or came last. */
  next: Slice | undefined
  typicalSeconds: number | undefined
  /** What is left until the next deadline when a run takes as long as usual. */
  marginSeconds: number | undefined
}

/** A pipeline at a glance. */
export async function summaryOf(
  { sql, clock }: PipelinesDeps,
  pipeline: Pipeline,
): Promise<PipelineSummary> {
  const { id, paused } = pipeline
  const [lastRun] = await listRuns(sql, { pipelineId: id, countMax: 1 })
  const { done, missing } = await countSlices(sql, id)
  const next = await nextDeadline(sql, id, clock())
  const usual = await typicalSeconds(sql, id)
  return {
    pipeline,
    state: stateOf({ paused, lastRun }),
    lastRun,
    slicesDone: done,
    slicesMissing: missing,
    next,
    typicalSeconds: usual,
    marginSeconds: next && marginOf(next, { now: clock(), typicalSeconds: usual }),
  }
}

function stateOf({ paused, lastRun }: { paused: boolean; lastRun: Run | undefined }) {
  if (lastRun && open(lastRun)) return 'running'
  if (paused) return 'paused'
  return lastRun?.state === 'failed' ? 'failed' : 'idle'
}
