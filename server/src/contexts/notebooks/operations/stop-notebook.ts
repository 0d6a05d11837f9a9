import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { audit } from '../audit.ts'
import type { NotebooksParts } from '../parts.ts'
import { findHome, livingNotebooks, updateLiving } from '../store/notebooks.ts'
import { getNotebook } from './get-notebook.ts'

/** Ends the notebook and its kernels; its files stay. @throws notebooks.no-such-notebook */
export async function stopNotebook(
  parts: NotebooksParts,
  caller: Caller,
  id: string,
): Promise<void> {
  const notebook = await getNotebook(parts, caller, id)
  const living = await transaction(parts.sql, async (tx) => {
    const changed = await updateLiving(tx, id, { state: 'stopping' })
    if (changed) await audit(tx, notebook, 'notebooks.notebook-stopped')
    return changed
  })
  if (living) parts.servers.end(notebook, 'it was stopped by its owner')
}

/** Ends every notebook of an account that was switched off, in its own roles and in others'. */
export async function endAccount(
  parts: NotebooksParts,
  { accountId }: { accountId: string },
): Promise<void> {
  for (const notebook of await livingNotebooks(parts.sql)) {
    const behind: readonly string[] = [notebook.accountId, ...notebook.assumedThrough]
    if (behind.includes(accountId)) parts.servers.end(notebook, 'its account was switched off')
  }
}

/** Ends every notebook that works as a role that is no more. */
export async function endRole(
  parts: NotebooksParts,
  { roleArn, endedAt }: { roleArn: string; endedAt: string },
): Promise<void> {
  for (const notebook of await livingNotebooks(parts.sql))
    if (notebook.roleArn === roleArn && notebook.openedAt <= new Date(endedAt))
      parts.servers.end(notebook, 'its role is no more')
}

/** Ends every notebook in a shared home; answers how many have not ended yet. */
export async function endHome(
  parts: NotebooksParts,
  home: { accountId: string; name: string },
): Promise<number> {
  const number = await findHome(parts.sql, home)
  const open = (await livingNotebooks(parts.sql)).filter((one) => one.homeNumber === number)
  for (const notebook of open) parts.servers.end(notebook, 'its home is closed')
  return open.length
}
