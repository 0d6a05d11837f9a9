import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { tableAlreadyExists } from '../errors.ts'
import type { CreateTableLink } from '../model/face.ts'
import { checkDatabaseName, checkName, type TableId, type TableLink } from '../model/table.ts'
import { openForCreation } from '../steps/new-table.ts'
import { record } from '../steps/record.ts'
import { insertTableLink } from '../store/links.ts'
import type { Workings } from '../workings.ts'

/**
 * Gives a table of some catalog a name in this one. Whether the target is there is not looked at:
 * a link gives no right to it, and tells nothing of it.
 *
 * @throws catalog.table-already-exists, catalog.invalid-name
 * @see Lake Formation developer guide, "Creating resource links"
 */
export async function createTableLink(
  deps: Workings,
  caller: Caller,
  { target, ...ref }: CreateTableLink,
): Promise<TableLink> {
  checkDatabaseName(target.database)
  checkName(target.table)
  const database = await openForCreation(deps, caller, ref)
  const now = deps.clock()
  const link: TableLink = {
    id: timeOrderedId('tbl-', now) as TableId,
    accountId: database.accountId,
    databaseId: database.id,
    database: database.name,
    name: ref.table,
    target,
    creatorArn: caller.principalArn,
    createdAt: now,
  }
  await transaction(deps.sql, async (tx) => {
    if (!(await insertTableLink(tx, link))) throw tableAlreadyExists(ref)
    const { id, databaseId, name, creatorArn } = link
    const governed = { id, databaseId, name, creatorArn, columns: [], link: true as const }
    await deps.governance.registerTable(tx, governed)
    await record(tx, deps, caller, { done: 'table-link-created', ref, detail: { target } })
  })
  return link
}
