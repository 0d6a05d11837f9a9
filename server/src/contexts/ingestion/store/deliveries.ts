import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { Expectation } from '../model/calendar.ts'
import type { Delivery } from '../model/ledger.ts'
import './tables.ts'

/** Adds what the calendar foretells, and tells known deliveries when they were due. */
export async function expectDeliveries(
  sql: Sql,
  rows: readonly (Expectation & { id: string; feedId: string })[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_TOGETHER)
    await expectSome(sql, rows.slice(at, at + ROWS_TOGETHER))
}

/** Of 9 values each: a statement of Postgres has 65,535 at most. */
const ROWS_TOGETHER = 5000

async function expectSome(
  sql: Sql,
  rows: readonly (Expectation & { id: string; feedId: string })[],
): Promise<void> {
  const empty = { state: 'expected', arrivedAt: null, overdueAt: null, currentVintage: null }
  await sql
    .insertInto('ingestion.deliveries')
    .values(rows.map((row) => ({ ...row, ...empty, state: 'expected' as const })))
    .onConflict((known) =>
      known.columns(['feedId', 'slice']).doUpdateSet((row) => ({
        expectedAt: row.ref('excluded.expectedAt'),
        deadlineAt: row.ref('excluded.deadlineAt'),
      })),
    )
    .execute()
}

/** Nobody waits for them any more; what came meanwhile stays. */
export async function withdrawExpected(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql
    .deleteFrom('ingestion.deliveries')
    .where('id', 'in', ids)
    .where('state', '=', 'expected')
    .execute()
}

/** What is due later than `present` by now is not overdue, and is told of again when it is. */
export async function moveExpected(
  sql: Sql,
  one: Expectation & { id: string },
  present: Date,
): Promise<void> {
  const { id, expectedAt, deadlineAt } = one
  await sql
    .updateTable('ingestion.deliveries')
    .set({ expectedAt, deadlineAt, ...(deadlineAt > present && { overdueAt: null }) })
    .where('id', '=', id)
    .where('state', '=', 'expected')
    .execute()
}

/** The delivery of `slice`; it is made when nobody expected it. */
export async function openDelivery(
  sql: Sql,
  wanted: { id: string; feedId: string; slice: string; arrivedAt: Date },
): Promise<Delivery> {
  return await sql
    .insertInto('ingestion.deliveries')
    .values({
      ...wanted,
      state: 'landed',
      expectedAt: null,
      deadlineAt: null,
      overdueAt: null,
      currentVintage: null,
    })
    .onConflict((known) =>
      known.columns(['feedId', 'slice']).doUpdateSet((row) => ({
        arrivedAt: row.fn.coalesce('ingestion.deliveries.arrivedAt', 'excluded.arrivedAt'),
        state: row
          .case()
          .when('ingestion.deliveries.state', '=', 'loaded')
          .then('loaded' as const)
          .else('landed' as const)
          .end(),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function findDelivery(sql: Sql, id: string): Promise<Delivery | undefined> {
  return await sql
    .selectFrom('ingestion.deliveries')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function deliveriesByIds(sql: Sql, ids: readonly string[]): Promise<Delivery[]> {
  if (ids.length === 0) return []
  return await sql.selectFrom('ingestion.deliveries').selectAll().where('id', 'in', ids).execute()
}

/** The delivery of the slice, or the newest where none is named; when it could first be used. */
export async function deliveriesAmong(
  sql: Sql,
  wanted: readonly { feedId: string; slice: string | undefined }[],
): Promise<(Delivery & { availableAt: Date | null })[]> {
  if (wanted.length === 0) return []
  const feeds = wanted.map(({ feedId }) => feedId)
  const slices = wanted.map(({ slice }) => slice ?? null)
  return await sql
    .selectFrom('ingestion.deliveries as delivery')
    .selectAll('delivery')
    .select(({ selectFrom }) =>
      selectFrom('ingestion.vintages as vintage')
        .select(({ fn }) => fn.min('vintage.availableAt').as('at'))
        .whereRef('vintage.deliveryId', '=', 'delivery.id')
        .as('availableAt'),
    )
    .where(
      raw<boolean>`delivery.id IN (
        SELECT found.id FROM unnest(${feeds}::text[], ${slices}::text[]) AS wanted (feed_id, slice)
        CROSS JOIN LATERAL (
          SELECT id FROM ingestion.deliveries
          WHERE feed_id = wanted.feed_id AND (wanted.slice IS NULL OR slice = wanted.slice)
          ORDER BY slice DESC LIMIT 1
        ) AS found)`,
    )
    .execute()
}

export async function deliveriesOf(sql: Sql, feedId: string): Promise<Delivery[]> {
  return await sql
    .selectFrom('ingestion.deliveries')
    .selectAll()
    .where('feedId', '=', feedId)
    .orderBy('slice')
    .execute()
}

/** The newest slice that was expected, where the calendar can go on. */
export async function lastExpectedSlice(sql: Sql, feedId: string): Promise<string | undefined> {
  const row = await sql
    .selectFrom('ingestion.deliveries')
    .select((of) => of.fn.max('slice').as('slice'))
    .where('feedId', '=', feedId)
    .where('expectedAt', 'is not', null)
    .executeTakeFirst()
  return row?.slice ?? undefined
}

/** Marks what is past its deadline at `present` and has not come; answers each one once. */
export async function markOverdue(
  sql: Sql,
  of: { feedId: string; present: Date; now: Date },
): Promise<Delivery[]> {
  return await sql
    .updateTable('ingestion.deliveries')
    .set({ overdueAt: of.now })
    .where('feedId', '=', of.feedId)
    .where('state', '=', 'expected')
    .where('overdueAt', 'is', null)
    .where('deadlineAt', '<', of.present)
    .returningAll()
    .execute()
}

/** The feeds among `feedIds` that have something past its deadline that has not come. */
export async function overdueFeeds(
  sql: Sql,
  feedIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (feedIds.length === 0) return new Set()
  const rows = await sql
    .selectFrom('ingestion.deliveries')
    .select('feedId')
    .distinct()
    .where('feedId', 'in', feedIds)
    .where('state', '=', 'expected')
    .where('overdueAt', 'is not', null)
    .execute()
  return new Set(rows.map(({ feedId }) => feedId))
}

export async function updateDelivery(
  sql: Sql,
  id: string,
  change: Partial<Pick<Delivery, 'state' | 'currentVintage'>>,
): Promise<void> {
  await sql.updateTable('ingestion.deliveries').set(change).where('id', '=', id).execute()
}
