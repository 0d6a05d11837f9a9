import { randomText } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { noWorkspace } from '../errors.ts'
import type { Trial } from '../model/trial.ts'
import { stateOf, type Workspace } from '../model/workspace.ts'
import { countCluster } from '../steps/count-cluster.ts'
import { demandWorkspace } from '../steps/demand-workspace.ts'
import { demandBudget } from '../steps/make-report.ts'
import { productOf } from '../steps/order-workspace.ts'
import { tell } from '../steps/tell.ts'
import { lockWorkspace, updateWorkspace } from '../store/workspaces.ts'

/**
 * The cluster of the workspace, launched from the service catalogue in the caller’s own name and
 * by their own right to its product. One that runs is answered.
 *
 * @throws trials.no-such-trial, trials.no-workspace, trials.not-of-workspace,
 * trials.budget-spent, and what the catalogue of products refuses
 */
export async function launchCluster(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<{ clusterId: string }> {
  const { trial, workspace } = await demandWorkspace(deps, caller, id)
  if (!trial.charter.workspace?.cluster)
    throw noWorkspace({ id, reason: 'its charter asks for no cluster' })
  if (workspace.clusterId && (await runs(deps, workspace.clusterId)))
    return { clusterId: workspace.clusterId }
  if (workspace.clusterId) await forget(deps, workspace)
  await demandBudget(deps, trial)
  await transaction(deps.sql, async (tx) => {
    // Known before it is there: a cluster that a crash left unnamed ends by it.
    if ((await lockWorkspace(tx, id))?.launchToken === null)
      await updateWorkspace(tx, id, { launchToken: randomText(32) })
  })
  const clusterId = await launch(deps, caller, trial)
  const [by, text] = [caller.principalArn, `cluster ${clusterId} launched`]
  await transaction(deps.sql, (tx) => tell(tx, id, { at: deps.clock(), by, text }))
  return { clusterId }
}

async function runs({ compute }: TrialsDeps, clusterId: string): Promise<boolean> {
  const cluster = await compute.findCluster(clusterId)
  return cluster !== undefined && !cluster.endingAt && !cluster.endedAt
}

/** One that has ended by itself: counted to its end, and no product of the catalogue any more. */
async function forget(deps: TrialsDeps, workspace: Workspace): Promise<void> {
  const { accountId, launchToken: token, trialId, clusterId } = workspace
  await countCluster(deps, workspace, { ends: true })
  if (token) await deps.compute.endLaunched({ accountId, token, reason: 'It had ended' })
  await transaction(deps.sql, async (tx) => {
    if ((await lockWorkspace(tx, trialId))?.clusterId !== clusterId) return
    const nothing = { clusterId: null, launchToken: null, countedUntil: null }
    await updateWorkspace(tx, trialId, nothing)
  })
}

/** While the workspace cannot begin to end: what ends it finds the cluster. */
async function launch(deps: TrialsDeps, caller: Caller, trial: Trial): Promise<string> {
  const { id } = trial
  return await transaction(deps.sql, async (tx) => {
    const workspace = await lockWorkspace(tx, id)
    const { launchToken: token, clusterId = null } = workspace ?? {}
    if (clusterId) return clusterId
    if (!workspace || !token || stateOf(workspace) !== 'ready')
      throw noWorkspace({ id, reason: 'it ended meanwhile' })
    const name = `${workspace.name}-${token.slice(0, 6)}`
    const launched = { ...productOf(trial), name, token, tags: { trial: id } }
    const { facts } = await deps.compute.provisionProduct(caller, launched)
    const made = facts.outputs.find(({ key }) => key === 'ClusterId')?.value ?? null
    await updateWorkspace(tx, id, { clusterId: made, countedUntil: null })
    return made ?? ''
  })
}
