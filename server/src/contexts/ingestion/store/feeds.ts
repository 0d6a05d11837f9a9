import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Feed, FeedDocument } from '../model/ledger.ts'
import type { RemoteFile } from '../model/listing.ts'
import { versionOf } from '../model/listing.ts'
import './tables.ts'

/** False when the account has a feed of that name. */
export async function insertFeed(sql: Sql, feed: Feed): Promise<boolean> {
  const done = await sql
    .insertInto('ingestion.feeds')
    .values({ ...feed, definition: JSON.stringify(feed.definition) })
    .onConflict((taken) => taken.columns(['accountId', 'name']).doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

export async function findFeed(sql: Sql, id: string): Promise<Feed | undefined> {
  return await sql.selectFrom('ingestion.feeds').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findFeedNamed(
  sql: Sql,
  of: { accountId: string; name: string },
): Promise<Feed | undefined> {
  return await sql
    .selectFrom('ingestion.feeds')
    .selectAll()
    .where('accountId', '=', of.accountId)
    .where('name', '=', of.name)
    .executeTakeFirst()
}

/** Nobody changes it, nor judges by it, before the transaction ends. */
export async function holdFeed(tx: SqlTransaction, id: string): Promise<Feed | undefined> {
  return await tx
    .selectFrom('ingestion.feeds')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** The version that it has and keeps until the transaction ends. */
export async function holdFeedVersion(tx: SqlTransaction, id: string): Promise<number | undefined> {
  const row = await tx
    .selectFrom('ingestion.feeds')
    .select('version')
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
  return row?.version
}

export async function replaceFeed(
  tx: SqlTransaction,
  id: string,
  wanted: Omit<FeedDocument, 'name'> & Pick<Feed, 'version' | 'playedAt'>,
): Promise<void> {
  const definition = JSON.stringify(wanted.definition)
  await tx
    .updateTable('ingestion.feeds')
    .set({ ...wanted, definition })
    .where('id', '=', id)
    .execute()
}

export async function feedsOf(sql: Sql, accountId: string): Promise<Feed[]> {
  return await sql
    .selectFrom('ingestion.feeds')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('name')
    .execute()
}

export async function feedsUnder(sql: Sql, agreementId: string): Promise<{ id: string }[]> {
  return await sql
    .selectFrom('ingestion.feeds')
    .select('id')
    .where('agreementId', '=', agreementId)
    .orderBy('id')
    .execute()
}

/** The feeds that fill the tables, each with its vendor and when its agreement ends. */
export async function feedsInto(
  sql: Sql,
  tables: readonly { accountId: string; database: string; table: string }[],
): Promise<{ feed: Feed; vendor: { id: string; name: string }; endsAt: Date | null }[]> {
  if (tables.length === 0) return []
  const names = tables.map((one) => `${one.accountId}/${one.database}/${one.table}`)
  const rows = await sql
    .selectFrom('ingestion.feeds as feed')
    .innerJoin('ingestion.agreements as agreement', 'agreement.id', 'feed.agreementId')
    .innerJoin('ingestion.vendors as vendor', 'vendor.id', 'agreement.vendorId')
    .selectAll('feed')
    .select(['vendor.id as vendorId', 'vendor.name as vendor', 'agreement.endsAt'])
    .where(
      raw<boolean>`concat_ws('/', feed.definition #>> '{target,accountId}',
        feed.definition #>> '{target,database}', feed.definition #>> '{target,table}')
        = ANY(${names}::text[])`,
    )
    .orderBy('feed.name')
    .execute()
  return rows.map(({ vendorId, vendor, endsAt, ...feed }) => ({
    ...{ feed, endsAt },
    vendor: { id: vendorId, name: vendor },
  }))
}

export async function activeFeeds(sql: Sql): Promise<Feed[]> {
  return await sql
    .selectFrom('ingestion.feeds')
    .selectAll()
    .where('state', '=', 'active')
    .orderBy('id')
    .execute()
}

export async function updateFeed(
  sql: Sql,
  id: string,
  change: Partial<Pick<Feed, 'playedAt' | 'collectedAt' | 'lastError' | 'loadError' | 'state'>>,
): Promise<void> {
  await sql.updateTable('ingestion.feeds').set(change).where('id', '=', id).execute()
}

/** Notes what is seen now; answers since when each file has been as it is. */
export async function noteSightings(
  sql: Sql,
  feedId: string,
  seen: { files: readonly RemoteFile[]; at: Date },
): Promise<Map<string, Date>> {
  if (seen.files.length === 0) return new Map()
  const rows = seen.files.map((file) => ({
    feedId,
    path: file.path,
    version: versionOf(file),
    seenAt: seen.at,
  }))
  const noted = await sql
    .insertInto('ingestion.sightings')
    .values(rows)
    .onConflict((known) =>
      known.columns(['feedId', 'path']).doUpdateSet((row) => ({
        version: row.ref('excluded.version'),
        seenAt: row
          .case()
          .when('ingestion.sightings.version', '=', row.ref('excluded.version'))
          .then(row.ref('ingestion.sightings.seenAt'))
          .else(row.ref('excluded.seenAt'))
          .end(),
      })),
    )
    .returning(['path', 'seenAt'])
    .execute()
  return new Map(noted.map(({ path, seenAt }) => [path, seenAt]))
}
