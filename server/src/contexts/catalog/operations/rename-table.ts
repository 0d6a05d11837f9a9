import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { notSupported, tableAlreadyExists } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { checkName } from '../model/table.ts'
import { openDatabase, openTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { registerTable } from '../steps/register.ts'
import { findTable, moveTable } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.no-such-table, catalog.no-such-database, catalog.table-already-exists */
export async function renameTable(
  deps: Workings,
  caller: Caller,
  { from, to }: { from: TableRef; to: TableRef },
): Promise<void> {
  if (from.accountId !== to.accountId)
    throw notSupported({ what: 'moving a table to the catalog of another account' })
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER', 'DROP'] as const }
  const { table } = await openTable(deps, caller, from, gate)
  const into = { action: 'glue:CreateTable', permission: 'CREATE_TABLE' } as const
  const database = await openDatabase(deps, caller, to, into)
  const name = checkName(to.table)
  const metadata = await deps.files.read(table.metadataLocation)
  await transaction(deps.sql, async (tx) => {
    if (await findTable(tx, to)) throw tableAlreadyExists(to)
    const moved = { databaseId: database.id, name, accountId: database.accountId }
    await moveTable(tx, table.id, moved)
    await registerTable(deps, tx, { ...table, ...moved, database: database.name }, metadata)
    const detail = { to: `${to.database}.${name}` }
    await record(tx, deps, caller, { done: 'table-renamed', ref: from, detail })
  })
}
