import type * as wire from '@millrace/contract'
import type { MaintenancePolicy, MaintenanceRun } from '../../contexts/catalog/index.ts'

export function wireMaintenance(run: MaintenanceRun): wire.MaintenanceRun {
  const { id, state, askerArn, error, createdAt, endedAt } = run
  return {
    ...{ id, state },
    ...(askerArn !== undefined && { askedBy: askerArn }),
    results: run.results.map((one) => ({ ...one, counts: { ...one.counts } })),
    ...(error !== undefined && { error }),
    createdAt: createdAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
  }
}

export function wirePolicy(policy: MaintenancePolicy): wire.Maintenance['policy'] {
  const { snapshotAgeMsMax, refAgeMsMax, ...rest } = policy
  return {
    ...rest,
    ...(snapshotAgeMsMax !== undefined && { snapshotAgeMsMax }),
    ...(refAgeMsMax !== undefined && { refAgeMsMax }),
  }
}
