import type { Calendar } from '@millrace/contract'
import type { DeliveryRecord } from '../../contexts/ingestion/index.ts'
import { stateOf } from './delivery-wire.ts'
import { feedsById } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

const MINUTE_MS = 60_000

/** The last weeks of what is known, unless days are named. */
export const getCalendar = operation('getCalendar', async (deps, { caller, query }) => {
  const known = await feedsById(deps, caller)
  const { from, to, feeds } = await ingestionOf(deps).getCalendar(caller, query)
  const rows = feeds.flatMap(({ feedId, days }) => {
    const feed = known.get(feedId)?.wire
    return feed ? [{ feed, days: days.map(cell) }] : []
  })
  return { from, to, feeds: rows }
})

type Day = Calendar['feeds'][number]['days'][number]

function cell({ day, record }: { day: string; record: DeliveryRecord }): Day {
  const { id, expectedAt, arrivedAt, vintages } = record
  const sizeBytes = vintages.at(-1)?.sizeBytes
  const lag = expectedAt && arrivedAt && (arrivedAt.getTime() - expectedAt.getTime()) / MINUTE_MS
  return {
    day,
    state: stateOf(record),
    deliveryId: id,
    vintages: vintages.length,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(lag !== null && { lagMinutes: lag }),
  }
}
