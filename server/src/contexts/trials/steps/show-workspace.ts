import type { Cluster } from '../../compute/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { Trial } from '../model/trial.ts'
import {
  type KeptFile,
  stateOf,
  type Workspace,
  type WorkspaceState,
  workspaceRole,
} from '../model/workspace.ts'
import { filesOf } from '../store/workspace-files.ts'
import { findWorkspace } from '../store/workspaces.ts'

export interface ShownWorkspace
  extends Pick<Workspace, 'people' | 'failure' | 'data' | 'heir' | 'accountId'> {
  state: WorkspaceState
  parts: WorkspacePart[]
  files: KeptFile[]
  /** Is the asker one of its people, and can they work in it? */
  mayUse: boolean
  mayMend: boolean
  hasCluster: boolean
}

export interface WorkspacePart {
  kind: 'role' | 'database' | 'access' | 'cluster' | 'notebooks'
  /** What it is called, once it is there: nobody takes a name before it is made. */
  name: string | undefined
  state: string
}

/** What there is of the workspace of a trial, for its page. */
export async function showWorkspace(
  deps: TrialsDeps,
  caller: Caller,
  trial: Trial,
): Promise<ShownWorkspace | undefined> {
  const workspace = await findWorkspace(deps.sql, trial.id)
  if (!workspace) return undefined
  const { clusterId, people, failure, data, heir, accountId } = workspace
  const cluster = clusterId === null ? undefined : await deps.compute.findCluster(clusterId)
  const state = stateOf(workspace)
  const hasCluster = trial.charter.workspace?.cluster !== undefined
  return {
    ...{ state, people, failure, data, heir, accountId, hasCluster },
    parts: partsOf(workspace, { cluster, hasCluster }),
    files: await filesOf(deps.sql, trial.id),
    mayUse: state === 'ready' && people.includes(caller.principalArn),
    mayMend: failure !== null && caller.accountId === accountId,
  }
}

const DATA_ENDS = { seal: 'sealed', delete: 'deleted', 'hand-over': 'handed over' } as const

function partsOf(
  workspace: Workspace,
  { cluster, hasCluster }: { cluster: Cluster | undefined; hasCluster: boolean },
): WorkspacePart[] {
  const { done, name, data } = workspace
  const there = (made: Workspace['done'][number], gone: Workspace['done'][number], end: string) => {
    if (done.includes(gone)) return end
    return done.includes(made) ? 'there' : 'not there'
  }
  const role = there('make-role', 'end-role', 'gone')
  const database = there('make-database', 'end-data', DATA_ENDS[data])
  const closed = done.includes('keep-files')
  const opens = done.includes('give-access') ? 'open' : 'not there'
  return [
    {
      kind: 'role',
      name: done.includes('make-role') ? workspaceRole(workspace) : undefined,
      state: role,
    },
    {
      kind: 'database',
      name: done.includes('make-database') ? name : undefined,
      state: done.includes('make-database') ? database : 'not there',
    },
    { kind: 'access', name: undefined, state: there('give-access', 'end-role', 'gone') },
    ...(hasCluster
      ? [{ kind: 'cluster' as const, name: cluster?.id, state: clusterState(cluster) }]
      : []),
    { kind: 'notebooks', name: undefined, state: closed ? 'kept with the trial' : opens },
  ]
}

function clusterState(cluster: Cluster | undefined): string {
  return cluster ? cluster.state.toLowerCase().replaceAll('_', ' ') : 'not started'
}
