import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Link } from '../model/link.ts'
import './tables.ts'

export interface LinkedName {
  name: string
  accountId: string
  link: Link
}

/** The link of a bucket; undefined of one that is none, or not there. */
export async function findLink(sql: Sql, name: string): Promise<Link | undefined> {
  const row = await sql
    .selectFrom('storage.buckets')
    .select('link')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.link ?? undefined
}

/** All buckets that are linked, in the order of their names. */
export async function linkedBuckets(sql: Sql): Promise<LinkedName[]> {
  const rows = await sql
    .selectFrom('storage.buckets')
    .select(['name', 'accountId', 'link'])
    .where('link', 'is not', null)
    .orderBy('name')
    .execute()
  return rows.flatMap(({ link, ...row }) => (link ? [{ ...row, link }] : []))
}

/** Until the transaction ends nobody else links. */
export async function lockLinks(tx: SqlTransaction): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtextextended('storage.links', 0))`.execute(tx)
}

export async function setLink(tx: SqlTransaction, name: string, link: Link): Promise<void> {
  await tx
    .updateTable('storage.buckets')
    .set({ link: JSON.stringify(link) })
    .where('name', '=', name)
    .execute()
}
