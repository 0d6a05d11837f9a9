import type { Caller } from '../../identity/index.ts'
import { noSuchStep } from '../errors.ts'
import type { Run } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandOnCluster } from '../steps/demand-cluster.ts'
import { findRun } from '../store/runs.ts'

export interface StepName {
  clusterId: string
  stepId: string
}

/**
 * One step, with its log so far.
 *
 * @throws identity.access-denied, sessions.no-such-step
 * @see EMR `DescribeStep`
 */
export async function getStep(
  parts: SessionsParts,
  caller: Caller,
  { clusterId, stepId }: StepName,
): Promise<Run> {
  await demandOnCluster(parts, caller, { action: 'elasticmapreduce:DescribeStep', clusterId })
  const run = await findRun(parts.sql, stepId)
  const there = run?.accountId === caller.accountId && run.place.id === clusterId
  if (!run || !there || run.kind !== 'step') throw noSuchStep({ step: stepId })
  return { ...run, log: parts.drivers.runs.log(run) }
}
