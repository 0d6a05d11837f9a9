import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { stepResource } from '../audit.ts'
import { noSuchStep } from '../errors.ts'
import { runFinal } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandOnCluster } from '../steps/demand-cluster.ts'
import { listRuns } from '../store/runs.ts'

export interface CancelledStep {
  stepId: string
  /** Why it is not cancelled. */
  refused?: string
}

/**
 * Stops steps that have not ended, and says of each whether it is being stopped.
 *
 * @throws identity.access-denied, compute.no-such-cluster, compute.cluster-not-ready,
 * sessions.no-such-step
 * @see EMR `CancelSteps`
 */
export async function cancelSteps(
  parts: SessionsParts,
  caller: Caller,
  { clusterId, stepIds }: { clusterId: string; stepIds: readonly string[] },
): Promise<CancelledStep[]> {
  await demandOnCluster(parts, caller, { action: 'elasticmapreduce:CancelSteps', clusterId })
  const { accountId } = caller
  await parts.capacity.usableCluster({ accountId, clusterId })
  const place = { kind: 'cluster', id: clusterId } as const
  const all = await listRuns(parts.sql, { kind: 'step', place, accountId })
  const steps = stepIds.map((stepId) => {
    const step = all.find(({ id }) => id === stepId)
    if (!step) throw noSuchStep({ step: stepId })
    return step
  })
  const cancelled: CancelledStep[] = []
  for (const step of steps) {
    const { id: stepId } = step
    if (runFinal(step)) cancelled.push({ stepId, refused: `the step is ${step.state}` })
    else {
      const deed = { action: 'sessions.step-cancelled', resource: stepResource(stepId) }
      await transaction(parts.sql, (tx) => recordDone(tx, caller, deed))
      await parts.drivers.runs.cancel(step)
      cancelled.push({ stepId })
    }
  }
  return cancelled
}
