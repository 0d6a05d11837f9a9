import type { TableRef } from '../../catalog/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { awaitedDelivery } from '../model/calendar.ts'
import type { DeliveryState, Feed } from '../model/ledger.ts'
import { deliveriesAmong } from '../store/deliveries.ts'
import { feedsInto } from '../store/feeds.ts'

/** A delivery that a reader of a table waits for, or has. */
export interface Arrival {
  table: TableRef
  feed: { id: string; name: string; accountId: string; owner: string | undefined }
  vendor: { id: string; name: string }
  /** Undefined: nothing has ever come, and no calendar foretells anything. */
  slice: string | undefined
  deliveryId: string | undefined
  state: DeliveryState
  /** When it is promised; undefined: by no calendar, or by one that is played. */
  dueAt: Date | undefined
  /** The first moment a reader could use it. */
  availableAt: Date | undefined
}

/**
 * What feeds bring, or should have brought, for a day of the tables; without a day, what is due
 * last by `until`. A feed that is paused, or whose agreement has ended, brings no more than is
 * there. The platform's own work: whose eyes it is for is the caller's to know.
 */
export async function arrivalsOf(
  { sql, clock, daysOff }: IngestionDeps,
  { tables, day, until }: { tables: readonly TableRef[]; day: string | undefined; until: Date },
): Promise<Arrival[]> {
  const awaited = (await feedsInto(sql, tables)).map(({ feed, vendor, endsAt }) => {
    const { calendar, source } = feed.definition
    const real = calendar && !calendar.played ? calendar : undefined
    const expected = real && awaitedDelivery(real, { day, until, daysOff })
    const unforetold = source.pattern.includes('{date}') ? day : undefined
    const slice = expected?.slice ?? unforetold
    const rests = feed.state === 'paused' || (endsAt !== null && endsAt <= clock())
    return { feed, vendor, expected, foretold: real !== undefined, slice, rests }
  })
  const wanted = awaited.filter(({ foretold, expected }) => expected || !foretold)
  const known = await deliveriesAmong(
    sql,
    wanted.map(({ feed: { id }, slice }) => ({ feedId: id, slice })),
  )
  return wanted.flatMap(({ feed, vendor, expected, slice, rests }) => {
    const delivery = known.find(({ feedId }) => feedId === feed.id)
    if (rests && !delivery?.availableAt) return []
    return {
      ...{ table: feed.definition.target as TableRef, feed: named(feed), vendor },
      ...{ slice: delivery?.slice ?? slice, deliveryId: delivery?.id },
      state: delivery?.state ?? 'expected',
      dueAt: expected?.expectedAt,
      availableAt: delivery?.availableAt ?? undefined,
    }
  })
}

function named({ id, name, accountId, definition: { owner } }: Feed): Arrival['feed'] {
  return { id, name, accountId, owner }
}
