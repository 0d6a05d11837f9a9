import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { notOfWorkspace, noWorkspace } from '../errors.ts'
import { ended, type Trial } from '../model/trial.ts'
import { stateOf, type Workspace } from '../model/workspace.ts'
import { findWorkspace } from '../store/workspaces.ts'
import { demandTrial } from './gate.ts'

/**
 * A workspace that is ready, for one of its people.
 *
 * @throws trials.no-such-trial, trials.no-workspace, trials.not-of-workspace,
 * identity.access-denied
 */
export async function demandWorkspace(
  deps: Pick<TrialsDeps, 'identity' | 'region' | 'sql'>,
  caller: Caller,
  id: string,
): Promise<{ trial: Trial; workspace: Workspace }> {
  const trial = await demandTrial(deps, caller, { action: 'UseWorkspace', id })
  const workspace = await findWorkspace(deps.sql, id)
  if (!workspace) throw noWorkspace({ id, reason: 'its charter asks for none' })
  const { principalArn: arn } = caller
  if (!workspace.people.includes(arn)) throw notOfWorkspace({ id, arn })
  const state = stateOf(workspace)
  if (state !== 'ready' || ended(trial)) throw noWorkspace({ id, reason: `it is ${state}` })
  return { trial, workspace }
}
