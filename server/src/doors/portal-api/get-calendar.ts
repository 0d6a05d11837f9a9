import type { Calendar } from '@millrace/contract'
import type { DeliveryRecord } from '../../contexts/ingestion/index.ts'
import { stateOf } from './feed.ts'
import { knownFeeds } from './known-feeds.ts'
import { operation } from './operation.ts'

const DAYS = 45
const DAY_MS = 86_400_000

/** The last weeks of the newest slice that is known, unless days are named. */
export const getCalendar = operation('getCalendar', async (deps, { caller, query }) => {
  const known = await knownFeeds(deps, caller, { operation: 'getCalendar' })
  const slices = known.flatMap(({ deliveries }) => deliveries.map(({ slice }) => slice)).sort()
  const to = query.to ?? slices.at(-1) ?? day(deps.clock())
  const from = query.from ?? day(new Date(Date.parse(to) - DAYS * DAY_MS))
  const feeds = known.map(({ feed, deliveries }) => ({
    feed,
    days: deliveries.filter(({ slice }) => slice >= from && slice <= to).map(dayOf),
  }))
  return { from, to, feeds }
})

function dayOf(record: DeliveryRecord): Calendar['feeds'][number]['days'][number] {
  const { slice, arrivedAt, expectedAt, vintages } = record
  const lagMinutes =
    arrivedAt && expectedAt && (arrivedAt.getTime() - expectedAt.getTime()) / 60_000
  const latest = vintages.at(-1)
  return {
    day: slice,
    state: stateOf(record),
    deliveryId: record.id,
    vintages: vintages.length,
    ...(latest && { sizeBytes: latest.sizeBytes }),
    ...(lagMinutes !== null && { lagMinutes }),
  }
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}
