import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'

/** Has the caller a use for pipelines? */
export function openTo({ identity, region }: PipelinesDeps, caller: Caller): Promise<boolean> {
  const resource = `arn:aws:pipelines:${region}:${caller.accountId}:pipeline/*`
  return identity.allows(caller, { action: 'pipelines:ListPipelines', resource })
}
