import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { TableRef } from '../model/face.ts'
import type { Dataset } from '../model/view.ts'
import { anyFromRow, isAmong, type Row } from './table-rows.ts'
import { viewFromRow } from './views.ts'
import type { Window } from './window.ts'

/** Tables and views, which share their rows. */
function datasets(sql: Sql) {
  return sql
    .selectFrom('catalog.tables as t')
    .innerJoin('catalog.databases as d', 'd.id', 't.databaseId')
    .selectAll('t')
    .select('d.name as database')
}

export async function findDataset(sql: Sql, ref: TableRef): Promise<Dataset | undefined> {
  const row = await datasets(sql)
    .where('d.accountId', '=', ref.accountId)
    .where('d.name', '=', ref.database)
    .where('t.name', '=', ref.table)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** What lies at a place, and nothing where several do. */
export async function findByLocation(sql: Sql, location: string): Promise<TableRef | undefined> {
  const rows = await datasets(sql).where('t.location', '=', location).limit(2).execute()
  const [found, other] = rows.map(fromRow)
  if (!found || other) return undefined
  return { accountId: found.accountId, database: found.database, table: found.name }
}

export async function datasetsById(sql: Sql, ids: readonly string[]): Promise<Dataset[]> {
  if (ids.length === 0) return []
  const rows = await datasets(sql)
    .where(raw<boolean>`t.id = ANY(${[...ids]}::text[])`)
    .execute()
  return rows.map(fromRow)
}

/** Of tables and views. */
export async function datasetsAfter(sql: Sql, query: Window): Promise<Dataset[]> {
  const rows = await datasets(sql)
    .where('t.databaseId', '=', query.databaseId)
    .where('t.name', '>', query.after ?? '')
    .where(isAmong(query.ids))
    .orderBy('t.name')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

function fromRow(row: Row): Dataset {
  return row.isView ? viewFromRow(row) : anyFromRow(row)
}
