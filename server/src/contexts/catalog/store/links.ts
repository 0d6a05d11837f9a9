import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { type DatabaseId, folded, type TableId, type TableLink } from '../model/table.ts'
import { named } from './names.ts'
import type { Window } from './window.ts'
import './tables.ts'

function links(sql: Sql) {
  return sql
    .selectFrom('catalog.tableLinks as l')
    .innerJoin('catalog.databases as d', 'd.id', 'l.databaseId')
    .selectAll('l')
    .select('d.name as database')
}

/**
 * False when a link, table or view has the name. Whoever gives it to a table or view meanwhile
 * waits for the database, and must look for this link then: `linkHas`.
 */
export async function insertTableLink(tx: SqlTransaction, link: TableLink): Promise<boolean> {
  const { target, database: _database, ...row } = link
  const { databaseId, name } = link
  // A new row of a table waits for this lock where it says which database it is of.
  await tx
    .selectFrom('catalog.databases')
    .select('id')
    .where('id', '=', databaseId)
    .forUpdate()
    .execute()
  const table = await tx
    .selectFrom('catalog.tables')
    .select('id')
    .where('databaseId', '=', databaseId)
    .where(named('name', 'foldedName', name))
    .executeTakeFirst()
  if (table) return false
  const { accountId: targetAccountId, database: targetDatabase, table: targetTable } = target
  const inserted = await tx
    .insertInto('catalog.tableLinks')
    .values({ ...row, targetAccountId, targetDatabase, targetTable })
    .onConflict((taken) => taken.columns(['databaseId', 'name']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/**
 * Links have names in lower case. Asked for a row that is there already, it sees every link that
 * the row had to wait for.
 */
export async function linkHas(
  tx: SqlTransaction,
  { databaseId, name }: { databaseId: DatabaseId; name: string },
): Promise<boolean> {
  const link = await tx
    .selectFrom('catalog.tableLinks')
    .select('id')
    .where('databaseId', '=', databaseId)
    .where('name', 'in', [name, folded(name)])
    .executeTakeFirst()
  return link !== undefined
}

export async function findTableLink(sql: Sql, ref: TableRef): Promise<TableLink | undefined> {
  const row = await links(sql)
    .where('d.accountId', '=', ref.accountId)
    .where('d.name', '=', ref.database)
    .where('l.name', '=', ref.table)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** In order of names, after `after`; of those with an id among `ids` where they are given. */
export async function tableLinksAfter(sql: Sql, query: Window): Promise<TableLink[]> {
  const { ids } = query
  const rows = await links(sql)
    .where('l.databaseId', '=', query.databaseId)
    .where('l.name', '>', query.after ?? '')
    .$if(ids !== undefined, (some) =>
      some.where(raw<boolean>`l.id = ANY(${[...(ids ?? [])]}::text[])`),
    )
    .orderBy('l.name')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

export async function deleteTableLink(tx: SqlTransaction, id: TableId): Promise<boolean> {
  const deleted = await tx.deleteFrom('catalog.tableLinks').where('id', '=', id).executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

type Row = Selectable<Tables['catalog.tableLinks']> & { database: string }

function fromRow({ targetAccountId, targetDatabase, targetTable, ...row }: Row): TableLink {
  return {
    ...row,
    id: row.id as TableId,
    accountId: row.accountId as AccountId,
    databaseId: row.databaseId as DatabaseId,
    target: {
      accountId: targetAccountId as AccountId,
      database: targetDatabase,
      table: targetTable,
    },
  }
}
