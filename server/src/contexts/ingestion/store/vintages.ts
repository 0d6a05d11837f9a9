import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Vintage } from '../model/ledger.ts'
import type { Volume } from '../model/volume.ts'
import './tables.ts'

/** The new vintage with the next number, or the one that has the same content. */
export async function openVintage(
  sql: Sql,
  landed: Pick<
    Vintage,
    | 'deliveryId'
    | 'feedId'
    | 'sha256'
    | 'landingLocation'
    | 'sizeBytes'
    | 'publishedAt'
    | 'publicationPlayed'
    | 'landedAt'
  >,
): Promise<{ vintage: Vintage; fresh: boolean }> {
  const known = await sql
    .selectFrom('ingestion.vintages')
    .selectAll()
    .where('deliveryId', '=', landed.deliveryId)
    .orderBy('number')
    .execute()
  const same = known.find(({ sha256 }) => sha256 === landed.sha256)
  if (same) return { vintage: same, fresh: false }
  const vintage = await sql
    .insertInto('ingestion.vintages')
    .values({
      ...landed,
      number: known.length + 1,
      state: 'landed',
      availableAt: null,
      supersededAt: null,
      batchId: null,
      snapshotId: null,
      rowsLoaded: null,
      rowsRejected: null,
      acceptedBy: null,
      feedVersion: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { vintage, fresh: true }
}

export async function findVintage(sql: Sql, id: number): Promise<Vintage | undefined> {
  return await sql
    .selectFrom('ingestion.vintages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Of an account, with a finding that kept it back; the newest first, before `before`. */
export async function keptBack(
  sql: Sql,
  query: { accountId: string; vintageId?: number; before?: number; limit: number },
): Promise<Vintage[]> {
  const { accountId, vintageId, before, limit } = query
  return await sql
    .selectFrom('ingestion.vintages as vintage')
    .innerJoin('ingestion.feeds as feed', 'feed.id', 'vintage.feedId')
    .selectAll('vintage')
    .where('feed.accountId', '=', accountId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('ingestion.findings as finding')
          .select('finding.vintageId')
          .whereRef('finding.vintageId', '=', 'vintage.id')
          .where('finding.breaking', '=', true),
      ),
    )
    .$if(vintageId !== undefined, (on) => on.where('vintage.id', '=', vintageId ?? 0))
    .$if(before !== undefined, (on) => on.where('vintage.id', '<', before ?? 0))
    .orderBy('vintage.id', 'desc')
    .limit(limit)
    .execute()
}

export async function vintagesInState(
  sql: Sql,
  feedId: string,
  of: { state: Vintage['state']; limit: number },
): Promise<Vintage[]> {
  return await sql
    .selectFrom('ingestion.vintages')
    .selectAll()
    .where('feedId', '=', feedId)
    .where('state', '=', of.state)
    .orderBy('id')
    .limit(of.limit)
    .execute()
}

/** Whether rows of the feed ever came into its table, or are on their way. */
export async function anyInTable(sql: Sql, feedId: string): Promise<boolean> {
  const found = await sql
    .selectFrom('ingestion.vintages')
    .select('id')
    .where('feedId', '=', feedId)
    .where((on) => on.or([on('snapshotId', 'is not', null), on('state', '=', 'loading')]))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** What waits in quarantine is judged as what has just landed. */
export async function judgeAgain(tx: SqlTransaction, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('ingestion.vintages')
    .set({ state: 'landed' })
    .where('id', 'in', ids)
    .where('state', '=', 'quarantined')
    .execute()
}

export async function vintagesOfDelivery(sql: Sql, deliveryId: string): Promise<Vintage[]> {
  return await sql
    .selectFrom('ingestion.vintages')
    .selectAll()
    .where('deliveryId', '=', deliveryId)
    .orderBy('number')
    .execute()
}

export async function vintagesOfFeed(sql: Sql, feedId: string): Promise<Vintage[]> {
  return await sql
    .selectFrom('ingestion.vintages')
    .selectAll()
    .where('feedId', '=', feedId)
    .orderBy('id')
    .execute()
}

export async function updateVintages(
  sql: Sql,
  ids: readonly number[],
  change: Partial<Omit<Vintage, 'id' | 'deliveryId' | 'feedId' | 'sha256'>>,
): Promise<void> {
  if (ids.length === 0) return
  await sql.updateTable('ingestion.vintages').set(change).where('id', 'in', ids).execute()
}

/** False when it is in none of the states `from` any more. */
export async function leaveState(
  tx: SqlTransaction,
  { id, from }: { id: number; from: readonly Vintage['state'][] },
  change: Pick<Vintage, 'state'> & Partial<Pick<Vintage, 'acceptedBy'>>,
): Promise<boolean> {
  const left = await tx
    .updateTable('ingestion.vintages')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return left.numUpdatedRows === 1n
}

/** Earlier vintages of the delivery that wait for nothing any more. */
export async function supersedeBefore(sql: Sql, vintage: Vintage, at: Date): Promise<void> {
  await sql
    .updateTable('ingestion.vintages')
    .set({ state: 'superseded', supersededAt: at })
    .where('deliveryId', '=', vintage.deliveryId)
    .where('number', '<', vintage.number)
    .where('state', 'in', ['loaded', 'quarantined', 'landed'])
    .execute()
}

/** Rows of the deliveries loaded so far, in order of slices. */
export async function loadedVolumes(sql: Sql, feedId: string): Promise<Volume[]> {
  const rows = await sql
    .selectFrom('ingestion.vintages as vintage')
    .innerJoin('ingestion.deliveries as delivery', 'delivery.currentVintage', 'vintage.id')
    .select(['delivery.slice', 'vintage.rowsLoaded'])
    .where('vintage.feedId', '=', feedId)
    .orderBy('delivery.slice')
    .execute()
  return rows.map(({ slice, rowsLoaded }) => ({ slice, rows: rowsLoaded ?? 0 }))
}
