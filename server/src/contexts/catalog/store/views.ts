import type { Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { TableRef, ViewRef } from '../model/face.ts'
import { type DatabaseId, folded, type TableId } from '../model/table.ts'
import type { View } from '../model/view.ts'
import { findTableLink, linkHas } from './links.ts'
import { named, nearest } from './names.ts'
import { isAmong } from './table-rows.ts'
import type { Window } from './window.ts'
import './tables.ts'

/** Views share the rows of tables, and so their names and places. */
function views(sql: Sql) {
  return sql
    .selectFrom('catalog.tables as t')
    .innerJoin('catalog.databases as d', 'd.id', 't.databaseId')
    .selectAll('t')
    .select('d.name as database')
    .where('t.isView', '=', true)
}

/** False when the name is taken: then the transaction must not commit. */
export async function insertView(tx: SqlTransaction, view: View): Promise<boolean> {
  const { kind: _kind, database: _database, documentation, ...row } = view
  const inserted = await tx
    .insertInto('catalog.tables')
    .values({
      ...{ ...row, isView: true, foldedName: folded(row.name) },
      ...{ definition: null, documentation: documentation ?? null },
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n && !(await linkHas(tx, row))
}

export async function findView(sql: Sql, ref: ViewRef): Promise<View | undefined> {
  const row = await views(sql)
    .where('d.accountId', '=', ref.accountId)
    .where('d.name', '=', ref.database)
    .where('t.name', '=', ref.view)
    .executeTakeFirst()
  return row && viewFromRow(row)
}

export async function findViewById(sql: Sql, id: string): Promise<View | undefined> {
  const row = await views(sql).where('t.id', '=', id).executeTakeFirst()
  return row && viewFromRow(row)
}

/** Those with an id among `ids`, in order of names, after `after`. */
export async function viewsAfter(sql: Sql, query: Window): Promise<View[]> {
  const rows = await views(sql)
    .where('t.databaseId', '=', query.databaseId)
    .where('t.name', '>', query.after ?? '')
    .where(isAmong(query.ids))
    .orderBy('t.name')
    .limit(query.limit)
    .execute()
  return rows.map(viewFromRow)
}

/**
 * What has the name, or else has it in another case; tables, views and links share names. `except`
 * may have it in another case.
 */
export async function findName(
  sql: Sql,
  ref: TableRef,
  others: { except?: TableId } = {},
): Promise<'table' | 'view' | 'link' | undefined> {
  const row = await sql
    .selectFrom('catalog.tables as t')
    .innerJoin('catalog.databases as d', 'd.id', 't.databaseId')
    .select('t.isView')
    .where('d.accountId', '=', ref.accountId)
    .where('d.name', '=', ref.database)
    .where(named('t.name', 't.foldedName', ref.table))
    .where((one) => one.or([one('t.id', '!=', others.except ?? ''), one('t.name', '=', ref.table)]))
    .orderBy(nearest('t.name', ref.table))
    .executeTakeFirst()
  if (row) return row.isView ? 'view' : 'table'
  return (await findTableLink(sql, { ...ref, table: folded(ref.table) })) && 'link'
}

export function viewFromRow(
  row: Selectable<Tables['catalog.tables']> & { database: string },
): View {
  const { metadataLocation, documentation, definition: _definition, isView: _view, ...all } = row
  const { foldedName: _foldedName, ownedSince: _ownedSince, ...rest } = all
  return {
    kind: 'view',
    ...rest,
    id: row.id as TableId,
    accountId: row.accountId as AccountId,
    databaseId: row.databaseId as DatabaseId,
    metadataLocation: metadataLocation as string,
    ...(documentation === null ? {} : { documentation }),
  }
}
