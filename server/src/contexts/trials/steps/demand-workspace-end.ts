import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { invalidCharter } from '../errors.ts'
import type { Decision, Trial } from '../model/trial.ts'
import { type DataEnd, heirGrants, workspaceRole } from '../model/workspace.ts'
import { findWorkspace } from '../store/workspaces.ts'

/**
 * What is to become of what was made, refused before anything is decided. Answers the ARN of the
 * workspace’s role, whose grants end with it whatever is decided.
 *
 * @throws trials.invalid-charter, and what governance refuses to grant
 */
export async function demandWorkspaceEnd(
  deps: Pick<TrialsDeps, 'sql' | 'identity' | 'governance'>,
  caller: Caller,
  of: {
    trial: Trial
    command: { decision: Decision; workspace?: { data: DataEnd; heir?: string } }
  },
): Promise<string | undefined> {
  const { decision, workspace: end } = of.command
  const workspace = await findWorkspace(deps.sql, of.trial.id)
  const { data, heir } = end ?? {}
  const refuse = (reason: string) => {
    throw invalidCharter({ reason })
  }
  if (!workspace) return end ? refuse('it has no workspace') : undefined
  const role = workspaceRole(workspace)
  if ((data === 'hand-over') !== (heir !== undefined))
    refuse('what is handed over, and that alone, has an heir')
  if (heir === undefined) return role
  if (decision !== 'buy') refuse('what is not bought is not handed over')
  if (heir === role || !(await deps.identity.findPrincipal(heir)))
    refuse(`"${heir}" is no user or role that stays`)
  if (workspace.databaseId !== null)
    await deps.governance.whatIf(caller, async (tried) => {
      for (const given of heirGrants({ ...workspace, heir }))
        await tried.grantPermissions(caller, given)
    })
  return role
}
