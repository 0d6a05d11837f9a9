import type { Caller } from '../../identity/index.ts'
import { invalidUpdate, notSupported } from '../errors.ts'
import type { CommitTable, TableRef } from '../model/face.ts'
import { commitAll } from '../steps/commit.ts'
import { openForChange } from '../steps/table-change.ts'
import type { Workings } from '../workings.ts'

/**
 * Commits to several tables: all of them or none. Every gate is passed before anything is read, so
 * that one table that is closed to the caller tells nothing of the others.
 *
 * @throws catalog.commit-conflict, catalog.no-such-table, catalog.restricted-write
 * @see Iceberg REST, `commitTransaction`
 */
export async function commitTransaction(
  deps: Workings,
  caller: Caller,
  { changes }: { changes: readonly (TableRef & CommitTable)[] },
): Promise<void> {
  if (changes.some(({ requirements }) => requirements.some(({ type }) => type === 'assert-create')))
    throw notSupported({ what: 'creating a table in a transaction' })
  const opened = []
  for (const change of changes) opened.push(await openForChange(deps, caller, change))
  const commits = opened.map(({ opened: { table }, change }) => ({ tableId: table.id, change }))
  if (new Set(commits.map(({ tableId }) => tableId)).size < commits.length)
    throw invalidUpdate({ reason: 'a table is changed twice in one transaction' })
  if (commits.length > 0) await commitAll(deps, caller, commits)
}
