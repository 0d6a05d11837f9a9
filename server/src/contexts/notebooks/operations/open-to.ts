import type { Caller } from '../../identity/index.ts'
import type { NotebooksDeps } from '../deps.ts'
import { narrowed } from './get-notebook.ts'

/** What the gate is asked before a notebook opens. */
export function opening({ region }: Pick<NotebooksDeps, 'region'>, { accountId }: Caller) {
  const resource = `arn:aws:millrace:${region}:${accountId}:notebook/*`
  return { action: 'millrace:OpenNotebook', resource }
}

/** May the caller open notebooks? */
export async function openTo(deps: NotebooksDeps, caller: Caller): Promise<boolean> {
  return !narrowed(caller) && deps.identity.allows(caller, opening(deps, caller))
}
