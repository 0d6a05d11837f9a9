import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { demandPipelines } from '../steps/gate.ts'
import { pipelinesWith } from '../store/pipelines.ts'

/**
 * Pipelines of the caller's account with all words of `text` in name, description, owner, feature
 * or the names of their tables.
 *
 * @throws identity.access-denied
 */
export async function findPipelines(
  deps: PipelinesDeps,
  caller: Caller,
  query: { text: string; countMax: number },
): Promise<Pipeline[]> {
  await demandPipelines(deps, caller, { action: 'ListPipelines', name: '*' })
  return pipelinesWith(deps.sql, { accountId: caller.accountId, ...query })
}
