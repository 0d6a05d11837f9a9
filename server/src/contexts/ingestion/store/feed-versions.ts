import type { Sql } from '../../../foundation/sql.ts'
import type { Feed, FeedVersion } from '../model/ledger.ts'
import './tables.ts'

/** Keeps what the feed is now under its version. */
export async function insertFeedVersion(
  sql: Sql,
  feed: Feed,
  by: { changedBy: string; changedAt: Date },
): Promise<void> {
  const { id, version, agreementId, roleArn } = feed
  const definition = JSON.stringify(feed.definition)
  await sql
    .insertInto('ingestion.feedVersions')
    .values({ feedId: id, version, agreementId, roleArn, definition, ...by })
    .execute()
}

export async function findFeedVersion(
  sql: Sql,
  feedId: string,
  version: number,
): Promise<FeedVersion | undefined> {
  return await sql
    .selectFrom('ingestion.feedVersions')
    .selectAll()
    .where('feedId', '=', feedId)
    .where('version', '=', version)
    .executeTakeFirst()
}

/** The newest first, before `before`. */
export async function feedVersionsOf(
  sql: Sql,
  feedId: string,
  page: { before?: number; limit: number },
): Promise<FeedVersion[]> {
  const { before, limit } = page
  return await sql
    .selectFrom('ingestion.feedVersions')
    .selectAll()
    .where('feedId', '=', feedId)
    .$if(before !== undefined, (on) => on.where('version', '<', before ?? 0))
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
}
