import type { Calendar } from '@millrace/contract'
import type { DeliveryRecord } from '../../contexts/ingestion/index.ts'
import { dayOf, stateOf } from './delivery-wire.ts'
import { feedsById, type KnownFeed } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const DAYS = 45

/** The last weeks of the newest slice that is known, unless days are named. */
export const getCalendar = operation('getCalendar', async (deps, { caller, query }) => {
  const ingestion = ingestionOf(deps)
  const known = [...(await feedsById(deps, caller)).values()]
  const rows = await Promise.all(
    known.map(async (one) => {
      const records = await ingestion.listDeliveries(caller, { feedId: one.feed.id })
      return { feed: one.wire, days: records.map((record) => cell(record, one)) }
    }),
  )
  const days = rows.flatMap((row) => row.days.map(({ day }) => day)).sort()
  const to = query.to ?? days.at(-1) ?? dayOfDate(deps.clock())
  const from = query.from ?? dayOfDate(new Date(Date.parse(to) - DAYS * DAY_MS))
  const feeds = rows.map(({ feed, days: all }) => ({
    feed,
    days: all.filter(({ day }) => day >= from && day <= to),
  }))
  return { from, to, feeds }
})

type Day = Calendar['feeds'][number]['days'][number]

function cell(record: DeliveryRecord, { feed }: KnownFeed): Day {
  const { id, expectedAt, arrivedAt, vintages } = record
  const sizeBytes = vintages.at(-1)?.sizeBytes
  const lag = expectedAt && arrivedAt && (arrivedAt.getTime() - expectedAt.getTime()) / MINUTE_MS
  return {
    day: dayOf(record.slice, feed),
    state: stateOf(record),
    deliveryId: id,
    vintages: vintages.length,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(lag !== null && { lagMinutes: lag }),
  }
}

function dayOfDate(at: Date): string {
  return at.toISOString().slice(0, 10)
}
