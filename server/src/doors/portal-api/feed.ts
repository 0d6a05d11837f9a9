import type { AccountRef, Delivery, DeliveryState, Feed, Vintage } from '@millrace/contract'
import type {
  DeliveryCalendar,
  DeliveryRecord,
  Feed as KnownFeed,
  Vendor,
} from '../../contexts/ingestion/index.ts'

type KnownVintage = DeliveryRecord['vintages'][number]

/** A feed in the portal's words. */
export function feedOf(
  feed: KnownFeed,
  around: { vendor: Vendor | undefined; accountOf: (id: string) => AccountRef },
): Feed {
  const { calendar, target } = feed.definition
  return {
    id: feed.id,
    name: feed.name,
    ...(around.vendor && { vendorId: around.vendor.id, vendor: around.vendor.name }),
    schedule: scheduleWords(calendar),
    dataset: {
      account: around.accountOf(target.accountId),
      database: target.database,
      table: target.table,
    },
    simulated: calendar?.played ?? false,
  }
}

function scheduleWords(calendar: DeliveryCalendar | undefined): string {
  if (!calendar) return 'whenever it comes'
  const { every, at, zone, daysAfter } = calendar
  const often = { day: 'every day', weekday: 'every weekday', month: 'every month', once: 'once' }
  const later = daysAfter > 0 ? `, ${daysAfter} ${daysAfter === 1 ? 'day' : 'days'} later` : ''
  return `${often[every]} by ${at} ${zone}${later}`
}

/** An expected delivery whose time has passed is late, though nothing about it has changed. */
export function stateOf({ state, overdueAt }: DeliveryRecord): DeliveryState {
  return state === 'expected' && overdueAt ? 'late' : state
}

export function deliveryOf(record: DeliveryRecord, feed: Feed): Delivery {
  return {
    id: record.id,
    feed,
    day: record.slice,
    state: stateOf(record),
    ...(record.expectedAt && { expectedAt: record.expectedAt.toISOString() }),
    vintages: record.vintages.map(vintageOf).toReversed(),
  }
}

function vintageOf(vintage: KnownVintage): Vintage {
  const { state, availableAt, rowsLoaded, rowsRejected, publishedAt, landedAt } = vintage
  return {
    number: vintage.number,
    state: state === 'loading' ? 'landed' : state === 'superseded' ? 'loaded' : state,
    publishedAt: publishedAt.toISOString(),
    landedAt: landedAt.toISOString(),
    ...(availableAt && { availableAt: availableAt.toISOString() }),
    ...(rowsLoaded !== null && { rowCount: rowsLoaded }),
    ...(rowsRejected !== null && { quarantinedRows: rowsRejected }),
    files: [
      {
        name: vintage.files.join(', '),
        sizeBytes: vintage.sizeBytes,
        sha256: vintage.sha256,
        location: vintage.landingLocation,
      },
    ],
    checks: vintage.findings.map(({ check, breaking, reason, rowCount }) => ({
      name: check,
      outcome: breaking ? ('failed' as const) : ('warned' as const),
      detail: `${reason} (${rowCount})`,
    })),
  }
}
