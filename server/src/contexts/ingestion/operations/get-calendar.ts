import { addDays, dayExists, dayOf } from '../../../foundation/zoned-time.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { dayOfSlice } from '../model/calendar.ts'
import type { DeliveryRecord } from '../steps/delivery-records.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listFeeds } from './list-feeds.ts'

export interface DeliveryDays {
  from: string
  to: string
  feeds: { feedId: string; days: { day: string; record: DeliveryRecord }[] }[]
}

const DAYS = 45

/**
 * What each feed of the account delivered, day by day: where no days are named, in the last weeks
 * before the newest delivery that is known.
 *
 * @throws identity.access-denied
 */
export async function getCalendar(
  deps: IngestionDeps,
  caller: Caller,
  query: { from?: string | undefined; to?: string | undefined },
): Promise<DeliveryDays> {
  const all = await Promise.all(
    (await listFeeds(deps, caller)).map(async ({ id: feedId, definition: { calendar } }) => {
      const records = await listDeliveries(deps, caller, { feedId })
      const days = records.map((record) => ({ day: dayOfSlice(record.slice, calendar), record }))
      // A ledger may hold days that no calendar shows, of before such file names were refused.
      return { feedId, days: days.filter(({ day }) => dayExists(day)) }
    }),
  )
  const known = all.flatMap(({ days }) => days.map(({ day }) => day)).sort()
  const to = query.to ?? known.at(-1) ?? dayOf(deps.clock(), 'UTC')
  const from = query.from ?? addDays(to, -DAYS)
  const feeds = all.map(({ feedId, days }) => ({
    feedId,
    days: days.filter(({ day }) => day >= from && day <= to),
  }))
  return { from, to, feeds }
}
