import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import {
  type Database,
  type DatabaseId,
  type DatabaseTarget,
  folded,
  LEVEL,
} from '../model/table.ts'
import './tables.ts'

/** False when the name is taken. */
export async function insertDatabase(sql: Sql, database: Database): Promise<boolean> {
  const { target: _target, ...plain } = database
  const inserted = await sql
    .insertInto('catalog.databases')
    .values({
      ...plain,
      foldedName: folded(database.name),
      ...targetColumns(database.target),
      location: database.location ?? null,
      description: database.description ?? null,
      properties: JSON.stringify(database.properties),
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

function targetColumns(target: DatabaseTarget | undefined) {
  return { targetAccountId: target?.accountId ?? null, targetDatabase: target?.database ?? null }
}

export async function findDatabase(
  sql: Sql,
  { accountId, database }: { accountId: AccountId; database: string },
): Promise<Database | undefined> {
  const row = await sql
    .selectFrom('catalog.databases')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('name', '=', database)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function databaseStands(sql: Sql, id: string): Promise<boolean> {
  const row = await sql
    .selectFrom('catalog.databases')
    .select('id')
    .where('id', '=', id as DatabaseId)
    .executeTakeFirst()
  return row !== undefined
}

/** Of every account, by name. */
export async function allDatabases(
  sql: Sql,
): Promise<{ id: DatabaseId; accountId: AccountId; name: string }[]> {
  const rows = await sql
    .selectFrom('catalog.databases')
    .select(['id', 'accountId', 'name'])
    .orderBy('name')
    .execute()
  return rows as { id: DatabaseId; accountId: AccountId; name: string }[]
}

interface Window {
  accountId: AccountId
  ids: ReadonlySet<string>
  after?: string
  limit: number
  /** Only those right within this one; within none where it is empty. */
  within?: string
}

/** In order of names, after `after`, of those with an id among `ids`. */
export async function databasesAfter(sql: Sql, query: Window): Promise<Database[]> {
  const { within } = query
  const above = within === undefined || within === '' ? '' : `${within}${LEVEL}`
  const rows = await sql
    .selectFrom('catalog.databases')
    .selectAll()
    .where('accountId', '=', query.accountId)
    .where('name', '>', query.after ?? '')
    .where(raw<boolean>`id = ANY(${[...query.ids]}::text[])`)
    .where(raw<boolean>`starts_with(name, ${above})`)
    .$if(within !== undefined, (all) =>
      all.where(raw<boolean>`strpos(substr(name, char_length(${above}) + 1), ${LEVEL}) = 0`),
    )
    .orderBy('name')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

export async function updateDatabaseProperties(
  sql: Sql,
  id: DatabaseId,
  properties: Record<string, string>,
): Promise<void> {
  await sql
    .updateTable('catalog.databases')
    .set({ properties: JSON.stringify(properties) })
    .where('id', '=', id)
    .execute()
}

export async function replaceDatabaseRow(sql: Sql, database: Database): Promise<void> {
  const { id, location = null, description = null, properties } = database
  await sql
    .updateTable('catalog.databases')
    .set({ location, description, properties: JSON.stringify(properties) })
    .where('id', '=', id)
    .execute()
}

/** With the tables and views in it. */
export async function deleteDatabase(tx: SqlTransaction, id: DatabaseId): Promise<void> {
  await tx.deleteFrom('catalog.tables').where('databaseId', '=', id).execute()
  await tx.deleteFrom('catalog.databases').where('id', '=', id).execute()
}

/** False where it is gone; until the transaction ends it stays, and no link comes into it. */
export async function keepDatabase(tx: SqlTransaction, id: DatabaseId): Promise<boolean> {
  const kept = await tx
    .selectFrom('catalog.databases')
    .select('id')
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
  return kept !== undefined
}

export interface Contents {
  databases: boolean
  tables: readonly { id: string; name: string; location: string }[]
}

/** Locked until the transaction ends: nothing comes in while the database goes. */
export async function lockContents(tx: SqlTransaction, id: DatabaseId): Promise<Contents> {
  const database = await tx
    .selectFrom('catalog.databases')
    .select(['accountId', 'name'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const inner = await tx
    .selectFrom('catalog.databases')
    .select('id')
    .where('accountId', '=', database?.accountId ?? '')
    .where(raw<boolean>`starts_with(name, ${`${database?.name}${LEVEL}`})`)
    .limit(1)
    .executeTakeFirst()
  const tables = await tx
    .selectFrom('catalog.tables')
    .select(['id', 'name', 'location'])
    .where('databaseId', '=', id)
    .unionAll(
      tx
        .selectFrom('catalog.tableLinks')
        .select((row) => ['id', 'name', row.val('').as('location')])
        .where('databaseId', '=', id),
    )
    .orderBy('name')
    .execute()
  return { databases: inner !== undefined, tables }
}

function fromRow(row: Selectable<Tables['catalog.databases']>): Database {
  const { location, description, targetAccountId, targetDatabase, ...all } = row
  const { foldedName: _foldedName, ...rest } = all
  const target = targetAccountId !== null &&
    targetDatabase !== null && {
      target: { accountId: targetAccountId as AccountId, database: targetDatabase },
    }
  return {
    ...rest,
    id: row.id as DatabaseId,
    accountId: row.accountId as AccountId,
    ...(location === null ? {} : { location }),
    ...(description === null ? {} : { description }),
    ...(target || {}),
  }
}
