import { DomainError } from '../../../foundation/errors.ts'
import { randomText } from '../../../foundation/ids.ts'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { invalidCharter } from '../errors.ts'
import type { Trial } from '../model/trial.ts'
import { type DataEnd, type Workspace, workspaceGrants, workspaceRole } from '../model/workspace.ts'
import { findWorkspace, insertWorkspace, updateWorkspace } from '../store/workspaces.ts'
import { queueWorkspace } from './schedule.ts'

export const CLUSTER_PRODUCT = 'Spark for notebooks'

/**
 * What the charter asks for, refused before anything is there: who opens the trial must be allowed
 * to make all of it, and may name people of the trial’s own account alone.
 *
 * @throws trials.invalid-charter, identity.access-denied, governance.denied, and what the
 * catalogue of products refuses
 */
export async function planWorkspace(
  deps: TrialsDeps,
  caller: Caller,
  trial: Trial,
): Promise<Workspace | undefined> {
  const wish = trial.charter.workspace
  if (!wish) return undefined
  const { accountId, id: trialId, openedAt: askedAt } = trial
  const people = await peopleOf(deps, trial)
  const name = `trial_${randomText(10, 'lower')}`
  const resource = workspaceRole({ accountId, name })
  for (const action of ['iam:CreateRole', 'iam:PutRolePolicy'])
    await deps.identity.demand(caller, { action, resource })
  await deps.governance.demandCatalog(caller, accountId, 'CREATE_DATABASE')
  if (wish.cluster) await deps.compute.estimateProduct(caller, { ...productOf(trial), name })
  const workspace: Workspace = {
    ...{ trialId, accountId, name, mark: randomText(26), people, wanted: 'nothing', done: [] },
    ...{
      actor: caller,
      askedAt,
      failure: null,
      waitsForData: false,
      roleId: null,
      databaseId: null,
    },
    ...{ launchToken: null, clusterId: null, countedUntil: null, data: 'seal', heir: null },
  }
  await demandData(deps, caller, { trial, workspace })
  return workspace
}

/** That they may grant it; it need not be there yet. */
async function demandData(
  { governance }: Pick<TrialsDeps, 'governance'>,
  caller: Caller,
  { trial, workspace }: { trial: Trial; workspace: Workspace },
): Promise<void> {
  const [onData] = workspaceGrants(trial, workspace)
  const { endsAt } = trial
  try {
    await governance.whatIf(caller, async (tried) => {
      if (onData) await tried.grantPermissions(caller, { ...onData, endsAt })
    })
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error
  }
}

/** The product of the charter, as the catalogue takes it. */
export function productOf({ charter }: Pick<Trial, 'charter'>) {
  const { product = CLUSTER_PRODUCT, parameters = {} } = charter.workspace?.cluster ?? {}
  return {
    product: { name: product },
    parameters: Object.entries(parameters).map(([key, value]) => ({ key, value })),
  }
}

async function peopleOf({ identity }: TrialsDeps, trial: Trial): Promise<string[]> {
  const { accountId, openedBy, charter } = trial
  const named = charter.workspace?.people
  const own = new RegExp(`^arn:aws:iam::${accountId}:(user|role)/`)
  const working = charter.people.filter(({ role }) => role === 'owns' || role === 'evaluates')
  const people = named ?? [
    openedBy,
    ...working.map(({ arn }) => arn).filter((arn) => own.test(arn)),
  ]
  for (const arn of people) {
    if (!own.test(arn) || !(await identity.findPrincipal(arn)))
      throw invalidCharter({
        reason: `the workspace names "${arn}", which is no user or role of account ${accountId}`,
      })
  }
  if (people.length === 0) throw invalidCharter({ reason: 'the workspace is for nobody' })
  return [...new Set(people)]
}

/** Makes it a row, and its making a job where the trial runs already. */
export async function orderWorkspace(
  tx: SqlTransaction,
  workspace: Workspace,
  { running }: { running: boolean },
): Promise<void> {
  await insertWorkspace(tx, { ...workspace, wanted: running ? 'ready' : 'nothing' })
  if (running) await queueWorkspace(tx, workspace.trialId)
}

/** The trial runs from now on: no data is opened before its compliance is settled. */
export async function beginWorkspace(tx: SqlTransaction, trialId: string): Promise<void> {
  if (!(await findWorkspace(tx, trialId))) return
  await updateWorkspace(tx, trialId, { wanted: 'ready' })
  await queueWorkspace(tx, trialId)
}

/** The first data may have landed: what waited for it goes on. */
export async function goOnWithData(sql: Sql, trialId: string): Promise<void> {
  if (!(await findWorkspace(sql, trialId))?.waitsForData) return
  await updateWorkspace(sql, trialId, { failure: null, waitsForData: false })
  await queueWorkspace(sql, trialId)
}

/** Whatever was made goes, and what its tables hold as `data` says. */
export async function finishWorkspace(
  tx: SqlTransaction,
  trialId: string,
  end: { data: DataEnd; heir: string | null; actor: Caller | null; at: Date },
): Promise<void> {
  if (!(await findWorkspace(tx, trialId))) return
  const { data, heir, actor, at: askedAt } = end
  const begun = { wanted: 'ended', failure: null, waitsForData: false } as const
  const change = { ...begun, data, heir, actor, askedAt }
  await updateWorkspace(tx, trialId, change)
  await queueWorkspace(tx, trialId)
}
