import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import { noSuchTable, versionMismatch } from '../errors.ts'
import type { ExternalDefinition } from '../model/external-table.ts'
import type { TableRef } from '../model/face.ts'
import { type ExternalTable, external, type TableId } from '../model/table.ts'
import { virtual } from '../model/view.ts'
import { datasetsById } from './datasets.ts'
import './tables.ts'

/** The table as it is now, until the transaction ends. @throws catalog.no-such-table */
export async function lockExternal(
  tx: SqlTransaction,
  id: TableId,
  ref: TableRef,
): Promise<ExternalTable> {
  await tx.selectFrom('catalog.tables').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  return externalWith(tx, id, ref)
}

/** Its keys stay as they are until the transaction ends. @throws catalog.no-such-table */
export async function holdExternal(
  tx: SqlTransaction,
  table: ExternalTable,
  ref: TableRef,
): Promise<ExternalTable> {
  const { id } = table
  await tx.selectFrom('catalog.tables').select('id').where('id', '=', id).forShare().execute()
  const held = await externalWith(tx, id, ref)
  demandKeys(table, held)
  return held
}

/** Has the table the keys that it was opened with? @throws catalog.version-mismatch */
export function demandKeys(opened: ExternalTable, now: ExternalTable): void {
  const { length } = opened.definition.partitionKeys
  if (now.definition.partitionKeys.length !== length)
    throw versionMismatch({ wanted: opened.version, found: now.version })
}

async function externalWith(tx: SqlTransaction, id: TableId, ref: TableRef) {
  const [table] = await datasetsById(tx, [id])
  if (!table || virtual(table) || !external(table)) throw noSuchTable(ref)
  return table
}

export async function swapDefinition(tx: SqlTransaction, table: ExternalTable): Promise<void> {
  const { id, location, definition, version, updatedAt } = table
  await tx
    .updateTable('catalog.tables')
    .set({ location, definition: JSON.stringify(definition), version, updatedAt })
    .where('id', '=', id)
    .execute()
}

export async function insertTableVersion(tx: SqlTransaction, table: ExternalTable): Promise<void> {
  const { id, version, definition, updatedAt } = table
  await tx
    .insertInto('catalog.tableVersions')
    .values({ tableId: id, version, definition: JSON.stringify(definition), updatedAt })
    .execute()
}

export interface KeptVersion {
  version: number
  definition: ExternalDefinition
  updatedAt: Date
}

/** The newest first, those before `before`. */
export async function versionsBefore(
  sql: Sql,
  query: { tableId: TableId; before: number; limit: number },
): Promise<KeptVersion[]> {
  return sql
    .selectFrom('catalog.tableVersions')
    .select(['version', 'definition', 'updatedAt'])
    .where('tableId', '=', query.tableId)
    .where('version', '<', query.before)
    .orderBy('version', 'desc')
    .limit(query.limit)
    .execute()
}

/** Those that were there. */
export async function deleteVersions(
  tx: SqlTransaction,
  tableId: TableId,
  versions: readonly number[],
): Promise<number[]> {
  const deleted = await tx
    .deleteFrom('catalog.tableVersions')
    .where('tableId', '=', tableId)
    .where('version', 'in', versions)
    .returning('version')
    .execute()
  return deleted.map(({ version }) => version)
}
