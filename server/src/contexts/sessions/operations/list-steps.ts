import type { Caller } from '../../identity/index.ts'
import type { Run, RunState } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandOnCluster } from '../steps/demand-cluster.ts'
import { listRuns } from '../store/runs.ts'

/**
 * The steps of a cluster, the newest first; of one that is not the caller's, none.
 *
 * @throws identity.access-denied
 * @see EMR `ListSteps`
 */
export async function listSteps(
  parts: SessionsParts,
  caller: Caller,
  wanted: { clusterId: string; states?: readonly RunState[]; ids?: readonly string[] },
): Promise<Run[]> {
  const { clusterId, states, ids } = wanted
  await demandOnCluster(parts, caller, { action: 'elasticmapreduce:ListSteps', clusterId })
  const { accountId } = caller
  const place = { kind: 'cluster', id: clusterId } as const
  const queue = { kind: 'step', place, accountId } as const
  const steps = await listRuns(parts.sql, { ...queue, ...(states ? { states } : {}) })
  return ids ? steps.filter(({ id }) => ids.includes(id)) : steps
}
