import assert from 'node:assert/strict'
import { type RawBuilder, sql as raw, type Selectable } from 'kysely'
import { gathered, ofEach } from '../../../foundation/gathered.ts'
import {
  isRolledBack,
  type Sql,
  type SqlTransaction,
  type Tables,
} from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import {
  type AnyTable,
  type DatabaseId,
  external,
  folded,
  type Table,
  type TableEntry,
  type TableId,
} from '../model/table.ts'
import { linkHas } from './links.ts'
import './tables.ts'
import type { Window } from './window.ts'

export type Row = Selectable<Tables['catalog.tables']> & { database: string }

function tables(sql: Sql) {
  return sql
    .selectFrom('catalog.tables as t')
    .innerJoin('catalog.databases as d', 'd.id', 't.databaseId')
    .selectAll('t')
    .select('d.name as database')
    .where('t.isView', '=', false)
}

/** The Iceberg tables alone. */
function icebergTables(sql: Sql) {
  return tables(sql).where('t.metadataLocation', 'is not', null)
}

/** False when the name is taken: then the transaction must not commit. */
export async function insertTable(tx: SqlTransaction, table: AnyTable): Promise<boolean> {
  const { database: _database, documentation, ...row } = table
  const inserted = await tx
    .insertInto('catalog.tables')
    .values({
      ...row,
      foldedName: folded(row.name),
      documentation: documentation ?? null,
      metadataLocation: external(table) ? null : table.metadataLocation,
      definition: external(table) ? JSON.stringify(table.definition) : null,
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n && !(await linkHas(tx, row))
}

/** An Iceberg table. */
export async function findTable(sql: Sql, ref: TableRef): Promise<Table | undefined> {
  const table = await findAnyTable(sql, ref)
  return table && !external(table) ? table : undefined
}

/** Look-ups that come at the same time, outside of transactions, are one. */
export async function findAnyTable(sql: Sql, ref: TableRef): Promise<AnyTable | undefined> {
  if (!sql.isTransaction) return lookUpBy(sql)(ref)
  const [table] = await findEach(sql, [ref])
  return table
}

const LOOK_UPS_MAX = 64

const lookUpBy = ofEach((sql: Sql) =>
  gathered((refs: readonly TableRef[]) => findEach(sql, refs), {
    sizeMax: LOOK_UPS_MAX,
    isUndone: isRolledBack,
  }),
)

/** For each name, in their order. */
async function findEach(sql: Sql, refs: readonly TableRef[]): Promise<(AnyTable | undefined)[]> {
  // In SQL, for all that is done with a table begins here.
  const { rows } = await raw<Row & { at: number }>`
    SELECT t.*, d.name AS database, asked.at
    FROM unnest(${refs.map(({ accountId }) => accountId)}::text[],
      ${refs.map(({ database }) => database)}::text[], ${refs.map(({ table }) => table)}::text[])
      WITH ORDINALITY AS asked (account_id, database, name, at)
    JOIN catalog.databases d ON d.account_id = asked.account_id AND d.name = asked.database
    JOIN catalog.tables t ON t.database_id = d.id AND t.name = asked.name
    WHERE NOT t.is_view
  `.execute(sql)
  const found = new Map(rows.map(({ at, ...row }) => [at - 1, anyFromRow(row)]))
  return refs.map((_, at) => found.get(at))
}

/** An Iceberg table. */
export async function findTableById(sql: Sql, id: string): Promise<Table | undefined> {
  const row = await icebergTables(sql).where('t.id', '=', id).executeTakeFirst()
  return row && icebergFromRow(row)
}

/** No commit passes until the transaction ends. */
export async function lockTable(tx: SqlTransaction, id: string): Promise<Table | undefined> {
  await tx.selectFrom('catalog.tables').select('id').where('id', '=', id).forUpdate().execute()
  return findTableById(tx, id)
}

/** Of Iceberg tables. */
export async function tablesAfter(sql: Sql, query: Window): Promise<Table[]> {
  const rows = await icebergTables(sql)
    .where('t.databaseId', '=', query.databaseId)
    .where('t.name', '>', query.after ?? '')
    .where(isAmong(query.ids))
    .orderBy('t.name')
    .limit(query.limit)
    .execute()
  return rows.map(icebergFromRow)
}

export function isAmong(ids: ReadonlySet<string> | undefined): RawBuilder<boolean> {
  return ids ? raw<boolean>`t.id = ANY(${[...ids]}::text[])` : raw<boolean>`true`
}

/** The compare-and-swap of a commit: false when another commit was first. */
export async function swapMetadata(
  tx: SqlTransaction,
  table: { id: TableId; version: number },
  { metadataLocation, location, updatedAt }: Omit<Table, 'id' | 'version'>,
): Promise<boolean> {
  const swapped = await tx
    .updateTable('catalog.tables')
    .set({ metadataLocation, location, updatedAt, version: table.version + 1 })
    // What lies at another place already is not the table's to remove.
    .set({
      ownedSince: raw`CASE WHEN location = ${location} THEN owned_since ELSE ${updatedAt} END`,
    })
    .where('id', '=', table.id)
    .where('version', '=', table.version)
    .executeTakeFirst()
  return swapped.numUpdatedRows === 1n
}

/** False when another commit was first; none comes until the transaction ends. */
export async function keepVersion(
  tx: SqlTransaction,
  { id, version }: { id: TableId; version: number },
): Promise<boolean> {
  const kept = await tx
    .selectFrom('catalog.tables')
    .select('id')
    .where('id', '=', id)
    .where('version', '=', version)
    .forShare()
    .executeTakeFirst()
  return kept !== undefined
}

/**
 * False when a commit, a move or a drop was first: it counts as a commit itself.
 *
 * @throws what `takenMeanwhile` knows where the name is not free
 */
export async function moveTable(
  tx: SqlTransaction,
  { id, version }: { id: TableId; version: number },
  to: { databaseId: DatabaseId; name: string; accountId: AccountId },
): Promise<boolean> {
  const { databaseId, name, accountId } = to
  const moved = await tx
    .updateTable('catalog.tables')
    .set({ databaseId, name, foldedName: folded(name), accountId, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return moved.numUpdatedRows === 1n
}

export async function setTableDocumentation(
  tx: SqlTransaction,
  id: TableId,
  documentation: string,
): Promise<void> {
  await tx.updateTable('catalog.tables').set({ documentation }).where('id', '=', id).execute()
}

export async function deleteTable(tx: SqlTransaction, id: TableId): Promise<boolean> {
  const deleted = await tx.deleteFrom('catalog.tables').where('id', '=', id).executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** False when the key is known already. */
export async function insertCommitKey(
  tx: SqlTransaction,
  commit: { tableId: TableId; key: string; snapshotId: bigint; committedAt: Date },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('catalog.commitKeys')
    .values({ ...commit, snapshotId: commit.snapshotId.toString() })
    .onConflict((taken) => taken.columns(['tableId', 'key']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function findCommitKey(
  sql: Sql,
  tableId: TableId,
  key: string,
): Promise<{ snapshotId: bigint; committedAt: Date } | undefined> {
  const row = await sql
    .selectFrom('catalog.commitKeys')
    .select(['snapshotId', 'committedAt'])
    .where('tableId', '=', tableId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { ...row, snapshotId: BigInt(row.snapshotId) }
}

export function anyFromRow(row: Row): AnyTable {
  const { metadataLocation, definition, ownedSince } = row
  if (definition) return { ...entryFromRow(row), definition }
  assert(metadataLocation, 'a table is an Iceberg table or an external one')
  const since = ownedSince === null ? {} : { ownedSince }
  return { ...entryFromRow(row), metadataLocation, ...since }
}

function icebergFromRow(row: Row): Table {
  const table = anyFromRow(row)
  assert(!external(table), 'a query for Iceberg tables found another')
  return table
}

function entryFromRow({
  documentation,
  metadataLocation: _metadataLocation,
  ownedSince: _ownedSince,
  definition: _definition,
  isView: _isView,
  foldedName: _foldedName,
  ...row
}: Row): TableEntry {
  return {
    ...row,
    id: row.id as TableId,
    accountId: row.accountId as AccountId,
    databaseId: row.databaseId as DatabaseId,
    ...(documentation === null ? {} : { documentation }),
  }
}
