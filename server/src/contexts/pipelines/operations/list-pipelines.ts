import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { demandPipelines } from '../steps/gate.ts'
import { type PipelineSummary, summaryOf } from '../steps/summary.ts'
import { pipelinesOf } from '../store/pipelines.ts'

/** The pipelines of the caller's account, by name. @throws identity.access-denied */
export async function listPipelines(
  deps: PipelinesDeps,
  caller: Caller,
): Promise<PipelineSummary[]> {
  await demandPipelines(deps, caller, { action: 'ListPipelines', name: '*' })
  const found = await pipelinesOf(deps.sql, caller.accountId)
  return Promise.all(found.map((pipeline) => summaryOf(deps, pipeline)))
}
