import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { open } from '../model/run.ts'
import { demandRun } from '../steps/gate.ts'

export interface RunLog {
  lines: readonly string[]
  finished: boolean
}

/** What the run has printed. @throws identity.access-denied, pipelines.not-found */
export async function readRunLog(
  deps: PipelinesDeps,
  caller: Caller,
  { runId }: { runId: string },
): Promise<RunLog> {
  const { run } = await demandRun(deps, caller, { action: 'GetRun', runId })
  const jobRun = run.jobRunId === undefined ? undefined : await deps.sessions.findRun(run.jobRunId)
  const error = run.error === undefined ? [] : [run.error]
  return { lines: [...(jobRun?.log ?? []), ...error], finished: !open(run) }
}
