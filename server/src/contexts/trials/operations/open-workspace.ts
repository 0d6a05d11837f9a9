import type { Caller } from '../../identity/index.ts'
import type { Notebook } from '../../notebooks/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { firstNotebooks } from '../model/first-notebooks.ts'
import { workspaceHome, workspaceRole } from '../model/workspace.ts'
import { demandWorkspace } from '../steps/demand-workspace.ts'

/**
 * The caller’s notebook as the role of the workspace, on the files that all of its people share;
 * it begins with one that reads the data.
 *
 * @throws trials.no-such-trial, trials.no-workspace, trials.not-of-workspace, and what opening a
 * notebook throws
 */
export async function openWorkspace(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<Notebook> {
  const { trial, workspace } = await demandWorkspace(deps, caller, id)
  const { name } = workspaceHome(workspace)
  return await deps.notebooks.openNotebook(caller, {
    roleArn: workspaceRole(workspace),
    home: { name, files: firstNotebooks(trial, workspace) },
  })
}
