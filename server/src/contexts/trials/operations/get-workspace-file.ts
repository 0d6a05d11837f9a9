import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { noSuchFile } from '../errors.ts'
import { demandTrial } from '../steps/gate.ts'
import { fileContent } from '../store/workspace-files.ts'

/**
 * A file that was kept when the workspace ended.
 *
 * @throws trials.no-such-trial, trials.no-such-file, identity.access-denied
 */
export async function getWorkspaceFile(
  deps: Pick<TrialsDeps, 'identity' | 'region' | 'sql'>,
  caller: Caller,
  { id, path }: { id: string; path: string },
): Promise<Buffer> {
  await demandTrial(deps, caller, { action: 'GetWorkspaceFile', id })
  const content = await fileContent(deps.sql, { trialId: id, path })
  if (!content) throw noSuchFile({ id, path })
  return content
}
