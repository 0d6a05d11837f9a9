import { takenMeanwhile, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import {
  noSuchDatabase,
  noSuchTable,
  notSupported,
  renameTargetExists,
  tableAlreadyExists,
} from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { checkName, type Database, LEVEL, type TableId } from '../model/table.ts'
import { untilFirst } from '../steps/commit.ts'
import { openDatabase, openTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { registerTable } from '../steps/register.ts'
import { keepDatabase } from '../store/databases.ts'
import { findTableById, moveTable } from '../store/table-rows.ts'
import { findName } from '../store/views.ts'
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
  checkName(to.table)
  const move = { from, to, database }
  await untilFirst(deps, [table.id], () => attemptMove(deps, caller, table.id, move))
}

/** Governance and the search are told what the table is now, not what it was at the gate. */
async function attemptMove(
  deps: Workings,
  caller: Caller,
  tableId: TableId,
  { from, to, database }: { from: TableRef; to: TableRef; database: Database },
): Promise<true | undefined> {
  const table = await findTableById(deps.sql, tableId)
  if (table?.name !== from.table || table.database !== from.database) throw noSuchTable(from)
  const metadata = await deps.files.read(table.metadataLocation)
  return transaction(deps.sql, async (tx) => {
    if (!(await keepDatabase(tx, database.id))) throw noSuchDatabase(to)
    const taken = await findName(tx, to, { except: table.id })
    if (taken === 'table') throw tableAlreadyExists(to)
    if (taken) throw renameTargetExists({ from: named(from), to: named(to), kind: taken })
    const moved = { databaseId: database.id, name: to.table, accountId: database.accountId }
    const first = await moveTable(tx, table, moved).catch((error: unknown) => {
      throw takenMeanwhile(error) ? tableAlreadyExists(to, { cause: error }) : error
    })
    if (!first) return undefined
    await registerTable(deps, tx, { ...table, ...moved, database: database.name }, metadata)
    const detail = { to: named(to) }
    await record(tx, deps, caller, { done: 'table-renamed', ref: from, detail })
    return true
  })
}

function named({ database, table }: TableRef): string {
  return `${database.replaceAll(LEVEL, '.')}.${table}`
}
