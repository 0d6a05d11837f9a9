import { type JSONColumnType, sql as raw, type Selectable } from 'kysely'
import type { Sql, Tables } from '../../../foundation/sql.ts'
import type { ColumnProfile } from '../profile/model/profile-sql.ts'
import './tables.ts'

interface ProfilesTable {
  tableId: string
  snapshotId: string
  committedAt: Date
  madeAt: Date
  /** bigint, which pg answers as text. */
  rowCount: number | string
  columns: JSONColumnType<ColumnProfile[]>
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.profiles': ProfilesTable
  }
}

/** What is in one snapshot of a table. */
export interface Profile {
  tableId: string
  snapshotId: string
  committedAt: Date
  madeAt: Date
  rowCount: number
  columns: ColumnProfile[]
}

/** Of one table; older ones are forgotten. */
const PROFILES_MAX = 100

export async function putProfile(sql: Sql, profile: Profile): Promise<void> {
  const { tableId } = profile
  // The table may be dropped meanwhile.
  await raw`INSERT INTO catalog.profiles
      (table_id, snapshot_id, committed_at, made_at, row_count, columns)
    SELECT id, ${profile.snapshotId}, ${profile.committedAt}::timestamptz,
      ${profile.madeAt}::timestamptz, ${profile.rowCount}::bigint,
      ${JSON.stringify(profile.columns)}::jsonb
    FROM catalog.tables WHERE id = ${tableId} FOR KEY SHARE
    ON CONFLICT (table_id, snapshot_id) DO NOTHING`.execute(sql)
  await raw`DELETE FROM catalog.profiles WHERE table_id = ${tableId} AND snapshot_id IN (
    SELECT snapshot_id FROM catalog.profiles WHERE table_id = ${tableId}
    ORDER BY committed_at DESC OFFSET ${PROFILES_MAX})`.execute(sql)
}

/** Of a snapshot; without one, the newest that there is. */
export async function findProfile(
  sql: Sql,
  { tableId, snapshotId }: { tableId: string; snapshotId?: string },
): Promise<Profile | undefined> {
  const row = await sql
    .selectFrom('catalog.profiles')
    .selectAll()
    .where('tableId', '=', tableId)
    .$if(snapshotId !== undefined, (some) => some.where('snapshotId', '=', snapshotId ?? ''))
    .orderBy('committedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** The newest first. */
export async function profilesOf(
  sql: Sql,
  { tableId, from, size }: { tableId: string; from: number; size: number },
): Promise<Profile[]> {
  const rows = await sql
    .selectFrom('catalog.profiles')
    .selectAll()
    .where('tableId', '=', tableId)
    .orderBy('committedAt', 'desc')
    .orderBy('snapshotId')
    .offset(from)
    .limit(size)
    .execute()
  return rows.map(fromRow)
}

function fromRow(row: Selectable<Tables['catalog.profiles']>): Profile {
  return { ...row, rowCount: Number(row.rowCount) }
}
