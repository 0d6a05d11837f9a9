import type { DeliveryRecord } from '../../ingestion/index.ts'
import type { Inputs, PlotPoint } from '../model/metric.ts'

const MINUTE_MS = 60_000

export interface Expected {
  slice: string
  state: 'on time' | 'late' | 'missing'
  /** From when it was expected until it was complete and good. */
  lagMinutes: number | undefined
}

/** Deliveries whose deadline has passed by the feed's own clock, or which are complete. */
export function expectedDeliveries({ deliveries, feed, now }: LedgerInputs): Expected[] {
  const played = feed?.definition.calendar?.played ?? false
  const present = played ? (feed?.playedAt ?? now) : now
  return deliveries.flatMap((delivery): Expected[] => {
    const { slice, expectedAt, deadlineAt } = delivery
    if (!expectedAt || !deadlineAt) return []
    const at = completeAt(delivery, played)
    if (at === undefined) return deadlineAt <= present ? [expectedMissing(slice)] : []
    const lagMinutes = (at.getTime() - expectedAt.getTime()) / MINUTE_MS
    return [{ slice, state: at <= deadlineAt ? 'on time' : 'late', lagMinutes }]
  })
}

type LedgerInputs = Pick<Inputs, 'deliveries' | 'feed' | 'now'>

function expectedMissing(slice: string): Expected {
  return { slice, state: 'missing', lagMinutes: undefined }
}

/**
 * When the first good content was complete, by the calendar's clock. A truncated first file does
 * not count: its resent one does, by its publication where the vendor's clock is played.
 */
function completeAt(delivery: DeliveryRecord, played: boolean): Date | undefined {
  const good = delivery.vintages.find(({ rowsLoaded }) => rowsLoaded !== null)
  if (!good) return undefined
  if (good.number === 1) return delivery.arrivedAt ?? good.landedAt
  return played ? good.publishedAt : good.landedAt
}

/** From the first to the last slice. */
export function windowOf(slices: readonly string[]): { window?: string } {
  const sorted = slices.toSorted()
  const [first, last] = [sorted[0], sorted.at(-1)]
  return first === undefined ? {} : { window: first === last ? first : `${first} to ${last}` }
}

/** The value below which so large a share lies, between neighbours in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

const POINTS_MAX = 200

/** The empirical distribution, in at most 200 points. */
export function ecdf(values: readonly number[], series?: string): PlotPoint[] {
  const sorted = values.toSorted((one, other) => one - other)
  const step = Math.max(1, Math.ceil(sorted.length / POINTS_MAX))
  return sorted.flatMap((x, index) => {
    const shown = index % step === 0 || index === sorted.length - 1
    const y = (index + 1) / sorted.length
    return shown ? [{ x, y, ...(series === undefined ? {} : { series }) }] : []
  })
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** `every` for what has no weekday: a month, or a delivery that comes once. */
export function weekdayOf(slice: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(slice)) return 'every'
  return WEEKDAYS[new Date(`${slice}T00:00:00Z`).getUTCDay()] ?? 'every'
}
