import type { Caller } from '../../identity/index.ts'
import { noSuchNotebook } from '../errors.ts'
import type { Notebook } from '../model/notebook.ts'
import type { NotebooksParts } from '../parts.ts'
import { findNotebook, notebooksOf, type Owner } from '../store/notebooks.ts'

const LISTED_MAX = 20

/** Somebody else’s is as if it were not there. @throws notebooks.no-such-notebook */
export async function getNotebook(
  { sql }: Pick<NotebooksParts, 'sql'>,
  caller: Caller,
  id: string,
): Promise<Notebook> {
  const notebook = await findNotebook(sql, id)
  const { accountId, owner } = ownerOf(caller)
  const own = notebook?.accountId === accountId && notebook.owner === owner
  if (!own || narrowed(caller)) throw noSuchNotebook({ notebook: id })
  return notebook
}

/** The caller’s own, the newest first, with those that ended lately. */
export async function listNotebooks(
  { sql }: Pick<NotebooksParts, 'sql'>,
  caller: Caller,
): Promise<Notebook[]> {
  return narrowed(caller) ? [] : notebooksOf(sql, ownerOf(caller), LISTED_MAX)
}

/** Two people in one role are two owners: a role session’s ARN has its name. */
export function ownerOf({ accountId, arn: owner }: Caller): Owner {
  return { accountId, owner }
}

/** True for a session whose policies leave it less than the owner whose ARN it shares. */
export function narrowed({ sessionPolicies }: Caller): boolean {
  return sessionPolicies.length > 0
}
