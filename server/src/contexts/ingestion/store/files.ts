import type { Sql } from '../../../foundation/sql.ts'
import './tables.ts'

/** `path version` of every file of the feed that was ever landed. */
export async function landedVersions(sql: Sql, feedId: string): Promise<Set<string>> {
  const rows = await sql
    .selectFrom('ingestion.files')
    .select(['path', 'version'])
    .where('feedId', '=', feedId)
    .execute()
  return new Set(rows.map(({ path, version }) => `${path} ${version}`))
}

export async function insertFile(
  sql: Sql,
  file: {
    feedId: string
    path: string
    sizeBytes: number
    version: string
    sha256: string
    vintageId: number
    landedAt: Date
  },
): Promise<void> {
  await sql
    .insertInto('ingestion.files')
    .values(file)
    .onConflict((known) => known.doNothing())
    .execute()
}

/** Whether a feed of the agreement has landed that state of a file. */
export async function collectedUnder(
  sql: Sql,
  file: { agreementId: string; name: string; version: string },
): Promise<boolean> {
  const row = await sql
    .selectFrom('ingestion.files as file')
    .innerJoin('ingestion.feeds as feed', 'feed.id', 'file.feedId')
    .select('file.path')
    .where('feed.agreementId', '=', file.agreementId)
    .where('file.path', '=', file.name)
    .where('file.version', '=', file.version)
    .executeTakeFirst()
  return row !== undefined
}

export async function filesOfVintages(sql: Sql, vintageIds: readonly number[]) {
  if (vintageIds.length === 0) return []
  return await sql
    .selectFrom('ingestion.files')
    .selectAll()
    .where('vintageId', 'in', vintageIds)
    .orderBy('landedAt')
    .execute()
}
