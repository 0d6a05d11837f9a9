import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import type { Pipeline } from '../model/pipeline.ts'
import type { Run } from '../model/run.ts'
import { demandPipeline } from '../steps/gate.ts'
import { listRuns as readRuns } from '../store/runs.ts'

export interface RunsQuery {
  pipeline: string
  /** Id of the last run of the page before. */
  before?: string
  countMax: number
}

/** Newest first. @throws identity.access-denied, pipelines.not-found */
export async function listRuns(
  deps: PipelinesDeps,
  caller: Caller,
  { pipeline: name, before, countMax }: RunsQuery,
): Promise<{ pipeline: Pipeline; runs: Run[] }> {
  const pipeline = await demandPipeline(deps, caller, { action: 'ListRuns', pipeline: name })
  const runs = await readRuns(deps.sql, { pipelineId: pipeline.id, before, countMax })
  return { pipeline, runs }
}
