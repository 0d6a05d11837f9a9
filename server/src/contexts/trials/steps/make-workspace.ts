import { DomainError } from '../../../foundation/errors.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { workspaceNameTaken } from '../errors.ts'
import type { Trial } from '../model/trial.ts'
import {
  rightsOf,
  trustOf,
  type Workspace,
  workspaceGrants,
  workspaceRole,
} from '../model/workspace.ts'
import { giveAccess } from './give-access.ts'

export interface WorkspaceWork {
  trial: Trial
  workspace: Workspace
  /** In whose name it is done. @throws what ended their sign-in */
  actor(): Promise<Caller>
}

const MARK = 'millrace-workspace'

/** @throws trials.workspace-name-taken, and what identity refuses */
export async function makeRole(
  { identity }: Pick<TrialsDeps, 'identity'>,
  { trial, workspace, actor }: WorkspaceWork,
): Promise<{ roleId: string }> {
  const { name, mark } = workspace
  const wish = {
    ...{ name, trust: trustOf(workspace, clusterOf(trial)), tags: { [MARK]: mark } },
    description: `Workspace of ${trial.id}`,
  }
  const caller = await actor()
  try {
    return { roleId: (await identity.createRole(caller, wish)).id }
  } catch (error) {
    if (!coded(error, 'identity.entity-exists')) throw error
    const found = await identity.findPrincipal(workspaceRole(workspace))
    // Before a crash it was made, and not written down any more.
    if (found?.tags[MARK] === mark) return { roleId: found.id }
    throw workspaceNameTaken({ what: 'role', name }, { cause: error })
  }
}

export async function giveRights(
  { identity, region }: Pick<TrialsDeps, 'identity' | 'region'>,
  { trial, workspace, actor }: WorkspaceWork,
): Promise<undefined> {
  const { name } = workspace
  await demandOwnRole({ identity }, workspace)
  const text = rightsOf(workspace, { region, ...clusterOf(trial) })
  const policy = { kind: 'role', name, policyName: 'workspace', text } as const
  await identity.putInlinePolicy(await actor(), policy)
}

/** @throws trials.workspace-name-taken, and what the catalog refuses */
export async function makeDatabase(
  { catalog }: Pick<TrialsDeps, 'catalog'>,
  { trial, workspace, actor }: WorkspaceWork,
): Promise<{ databaseId: string }> {
  const { accountId, name: database, mark } = workspace
  const ref = { accountId, database }
  const caller = await actor()
  try {
    const description = `What is made during ${trial.id}`
    const made = { ...ref, description, properties: { [MARK]: mark } }
    return { databaseId: (await catalog.createDatabase(caller, made)).id }
  } catch (error) {
    if (!coded(error, 'catalog.database-already-exists')) throw error
    const found = await catalog.getDatabase(caller, ref).catch(() => undefined)
    if (found?.properties[MARK] === mark) return { databaseId: found.id }
    throw workspaceNameTaken({ what: 'database', name: database }, { cause: error })
  }
}

/** @throws what governance refuses to grant */
export async function openData(
  deps: Pick<TrialsDeps, 'sql' | 'clock' | 'governance' | 'identity'>,
  { trial, workspace, actor }: WorkspaceWork,
): Promise<undefined> {
  await demandOwnRole(deps, workspace)
  const grants = workspaceGrants(trial, workspace)
  await giveAccess(deps, await actor(), { trial, grants })
}

/** That nobody has put another in its place since it was made. */
async function demandOwnRole(
  { identity }: Pick<TrialsDeps, 'identity'>,
  workspace: Workspace,
): Promise<void> {
  const found = await identity.findPrincipal(workspaceRole(workspace))
  if (found?.id !== workspace.roleId)
    throw workspaceNameTaken({ what: 'role', name: workspace.name })
}

function clusterOf({ charter }: Trial): { cluster: boolean } {
  return { cluster: charter.workspace?.cluster !== undefined }
}

function coded(error: unknown, code: string): boolean {
  return error instanceof DomainError && error.code === code
}
