import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { open, type Run } from '../model/run.ts'
import { followRun } from '../steps/follow.ts'
import { demandRun } from '../steps/gate.ts'
import { findRun } from '../store/runs.ts'

export interface RunDetail {
  run: Run
  pipeline: Pipeline
  /** What the platform that executes it says. */
  details: string | undefined
  mayCancel: boolean
}

/** @throws identity.access-denied, pipelines.not-found */
export async function getRun(
  deps: PipelinesDeps,
  caller: Caller,
  { runId }: { runId: string },
): Promise<RunDetail> {
  const { run, pipeline } = await demandRun(deps, caller, { action: 'GetRun', runId })
  const mayCancel = open(run) && (await mayCancelRun(deps, caller, pipeline))
  const known = { run, pipeline, mayCancel, details: undefined }
  if (!open(run) || run.jobRunId === undefined) return known
  // Whoever looks sees it as it is, not as it was at the last look of the clock.
  await followRun(deps, run)
  const jobRun = await deps.sessions.findRun(run.jobRunId)
  const now = (await findRun(deps.sql, runId)) ?? run
  return { ...known, run: now, details: jobRun?.stateDetails, mayCancel: mayCancel && open(now) }
}

function mayCancelRun({ identity, region }: PipelinesDeps, caller: Caller, { name }: Pipeline) {
  const resource = `arn:aws:pipelines:${region}:${caller.accountId}:pipeline/${name}`
  return identity.allows(caller, { action: 'pipelines:CancelRun', resource })
}
