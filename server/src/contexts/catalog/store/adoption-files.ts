import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AdoptionNote, FileFacts } from '../adoption/model/adoption.ts'
import './adoption-tables.ts'

export interface FoundFile {
  location: string
  sizeBytes: number
  etag: string
  state: 'found' | AdoptionNote['state']
  reason?: string
}

/** A page of what a run has found; what it knows already stays as it is. */
export async function putFoundFiles(
  sql: Sql,
  adoptionId: string,
  files: readonly FoundFile[],
): Promise<void> {
  if (files.length === 0) return
  await sql
    .insertInto('catalog.adoptionFiles')
    .values(
      files.map((file) => ({ adoptionId, ...file, reason: file.reason ?? null, facts: null })),
    )
    .onConflict((known) => known.columns(['adoptionId', 'location']).doNothing())
    .execute()
}

/** In the order of their locations, files that are still to be read. */
export async function unreadFiles(sql: Sql, adoptionId: string, limit: number) {
  return sql
    .selectFrom('catalog.adoptionFiles')
    .select(['location', 'sizeBytes', 'etag'])
    .where('adoptionId', '=', adoptionId)
    .where('state', '=', 'found')
    .orderBy('location')
    .limit(limit)
    .execute()
}

export async function setRead(
  sql: Sql,
  file: { adoptionId: string; location: string; facts: FileFacts },
): Promise<void> {
  await sql
    .updateTable('catalog.adoptionFiles')
    .set({ state: 'read', facts: JSON.stringify(file.facts) })
    .where('adoptionId', '=', file.adoptionId)
    .where('location', '=', file.location)
    .execute()
}

export async function setSkipped(
  sql: Sql,
  file: { adoptionId: string; location: string; reason: string },
): Promise<void> {
  await sql
    .updateTable('catalog.adoptionFiles')
    .set({ state: 'skipped', reason: file.reason })
    .where('adoptionId', '=', file.adoptionId)
    .where('location', '=', file.location)
    .execute()
}

/** In the order of their locations, after `after`, files that were read. */
export async function readFilesAfter(
  sql: Sql,
  query: { adoptionId: string; after: string; limit: number },
): Promise<{ location: string; sizeBytes: number; facts: FileFacts }[]> {
  const rows = await sql
    .selectFrom('catalog.adoptionFiles')
    .select(['location', 'sizeBytes', 'facts'])
    .where('adoptionId', '=', query.adoptionId)
    .where('state', '=', 'read')
    .where('location', '>', query.after)
    .orderBy('location')
    .limit(query.limit)
    .execute()
  return rows.map((row) => ({ ...row, facts: row.facts as FileFacts }))
}

export async function countFiles(sql: Sql, adoptionId: string) {
  const rows = await sql
    .selectFrom('catalog.adoptionFiles')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('adoptionId', '=', adoptionId)
    .groupBy('state')
    .execute()
  const of = (...states: string[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0)
  return {
    filesFound: of('found', 'read'),
    notesCount: of('skipped', 'changed', 'vanished'),
  }
}

export async function notesOf(
  sql: Sql,
  adoptionId: string,
  limit: number,
): Promise<AdoptionNote[]> {
  const rows = await sql
    .selectFrom('catalog.adoptionFiles')
    .select(['location', 'state', 'reason'])
    .where('adoptionId', '=', adoptionId)
    .where('state', 'in', ['skipped', 'changed', 'vanished'])
    .orderBy('state')
    .orderBy('location')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    location: row.location,
    state: row.state as AdoptionNote['state'],
    reason: row.reason ?? '',
  }))
}

/** In the order of their locations, after `after`, what a table has taken over. */
export async function adoptedAfter(
  sql: Sql,
  { tableId, after, limit }: { tableId: string; after: string; limit: number },
): Promise<{ location: string; sizeBytes: number; etag: string }[]> {
  return sql
    .selectFrom('catalog.adoptedFiles')
    .select(['location', 'sizeBytes', 'etag'])
    .where('tableId', '=', tableId)
    .where('location', '>', after)
    .orderBy('location')
    .limit(limit)
    .execute()
}

/** The files that were read become the table's, and their facts are no longer kept. */
export async function settleFiles(
  tx: SqlTransaction,
  { adoptionId, tableId }: { adoptionId: string; tableId: string },
): Promise<number> {
  await raw`INSERT INTO catalog.adopted_files (table_id, location, size_bytes, etag)
    SELECT ${tableId}, location, size_bytes, etag FROM catalog.adoption_files
    WHERE adoption_id = ${adoptionId} AND state = 'read'`.execute(tx)
  const gone = await tx
    .deleteFrom('catalog.adoptionFiles')
    .where('adoptionId', '=', adoptionId)
    .where('state', '=', 'read')
    .executeTakeFirst()
  return Number(gone.numDeletedRows)
}

/** What is kept of a run that ended without a table are its notes. */
export async function forgetFiles(sql: Sql, adoptionId: string): Promise<void> {
  await sql
    .deleteFrom('catalog.adoptionFiles')
    .where('adoptionId', '=', adoptionId)
    .where('state', 'in', ['found', 'read'])
    .execute()
}

/** Files that are no more: if some come back under their names, they are new. */
export async function forgetAdopted(
  tx: SqlTransaction,
  tableId: string,
  locations: readonly string[],
): Promise<void> {
  if (locations.length === 0) return
  await tx
    .deleteFrom('catalog.adoptedFiles')
    .where('tableId', '=', tableId)
    .where((row) => row.eb('location', '=', row.fn.any(row.val([...locations]))))
    .execute()
}
