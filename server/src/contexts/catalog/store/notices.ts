import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import './tables.ts'

interface AnnouncementsTable {
  id: string
  tableId: string
  text: string
  fromAt: Date
  untilAt: Date | null
  authorArn: string
}

interface DeprecationsTable {
  tableId: string
  reason: string
  replacementId: string | null
  goesAt: Date | null
  authorArn: string
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.announcements': AnnouncementsTable
    'catalog.deprecations': DeprecationsTable
  }
}

/** Of one dataset; an owner withdraws some before there are more. */
const ANNOUNCEMENTS_MAX = 50

/** False where the dataset has too many that are not over. */
export async function insertAnnouncement(
  tx: SqlTransaction,
  announcement: AnnouncementsTable,
  now: Date,
): Promise<boolean> {
  const { tableId } = announcement
  await tx.selectFrom('catalog.tables').select('id').where('id', '=', tableId).forUpdate().execute()
  await tx
    .deleteFrom('catalog.announcements')
    .where('tableId', '=', tableId)
    .where('untilAt', '<', now)
    .execute()
  const known = await tx
    .selectFrom('catalog.announcements')
    .select('id')
    .where('tableId', '=', tableId)
    .execute()
  if (known.length >= ANNOUNCEMENTS_MAX) return false
  await tx.insertInto('catalog.announcements').values(announcement).execute()
  return true
}

export async function deleteAnnouncement(
  tx: SqlTransaction,
  { tableId, id }: { tableId: string; id: string },
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('catalog.announcements')
    .where('tableId', '=', tableId)
    .where('id', '=', id)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Those that are not over, the next first. */
export async function announcementsOf(
  sql: Sql,
  { tableIds, now }: { tableIds: readonly string[]; now: Date },
): Promise<AnnouncementsTable[]> {
  if (tableIds.length === 0) return []
  return sql
    .selectFrom('catalog.announcements')
    .selectAll()
    .where('tableId', 'in', tableIds)
    .where((one) => one.or([one('untilAt', 'is', null), one('untilAt', '>=', now)]))
    .orderBy('fromAt')
    .orderBy('id')
    .execute()
}

export async function putDeprecation(
  tx: SqlTransaction,
  { tableId, ...said }: DeprecationsTable,
): Promise<void> {
  await tx
    .insertInto('catalog.deprecations')
    .values({ tableId, ...said })
    .onConflict((known) => known.column('tableId').doUpdateSet(said))
    .execute()
}

export async function deleteDeprecation(tx: SqlTransaction, tableId: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('catalog.deprecations')
    .where('tableId', '=', tableId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

export async function deprecationsOf(
  sql: Sql,
  tableIds: readonly string[],
): Promise<DeprecationsTable[]> {
  if (tableIds.length === 0) return []
  return sql
    .selectFrom('catalog.deprecations')
    .selectAll()
    .where('tableId', 'in', tableIds)
    .execute()
}
