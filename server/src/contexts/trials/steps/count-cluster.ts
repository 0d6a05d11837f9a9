import { eachDespite } from '../../../foundation/each.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { TrialsDeps } from '../deps.ts'
import type { Workspace } from '../model/workspace.ts'
import { spentBy } from '../store/trial-parts.ts'
import { findTrial, lockTrial } from '../store/trials.ts'
import { countTo, workspacesInUse } from '../store/workspaces.ts'
import { spend } from './spend.ts'

const COUNTED_EVERY_SECONDS = 600

/** Clusters of workspaces in their trials’ budgets; where one is spent its cluster ends. */
export async function countClusters(
  deps: Pick<TrialsDeps, 'sql' | 'clock' | 'log' | 'compute'>,
): Promise<void> {
  const used = (await workspacesInUse(deps.sql)).map((one) => ({ ...one, id: one.trialId }))
  const work = (workspace: Workspace) => countCluster(deps, workspace)
  await eachDespite(used, { log: deps.log, work })
}

/** By its cores and hours, as reports are; up to its end where that is near. */
export async function countCluster(
  { sql, clock, compute }: Pick<TrialsDeps, 'sql' | 'clock' | 'compute'>,
  { trialId, accountId, clusterId, countedUntil: from, launchToken }: Workspace,
  { ends = false }: { ends?: boolean } = {},
): Promise<void> {
  const cluster = clusterId === null ? undefined : await compute.findCluster(clusterId)
  const trial = await findTrial(sql, trialId)
  if (!cluster || !trial) return
  const { charter } = trial
  const over = cluster.endingAt ?? cluster.endedAt
  const to = over ?? clock()
  const seconds = (to.getTime() - (from ?? cluster.createdAt).getTime()) / 1000
  if (seconds <= 0 || (!over && !ends && seconds < COUNTED_EVERY_SECONDS)) return
  const cpuSeconds = cluster.granted.cpu * seconds
  const usd = (cpuSeconds / 3600) * charter.prices.cpuHourUsd
  await transaction(sql, async (tx) => {
    await lockTrial(tx, trialId)
    if (!(await countTo(tx, trialId, { from, to }))) return
    await spend(tx, trial, { at: to, what: 'cluster', cpuSeconds, usd })
  })
  const spentUsd = (await spentBy(sql, [trialId])).get(trialId) ?? 0
  const spent = spentUsd > 0 && spentUsd >= charter.budgetUsd
  if (spent && launchToken !== null && !over)
    await compute.endLaunched({ accountId, token: launchToken, reason: 'The budget is spent' })
}
