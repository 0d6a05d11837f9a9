import type { QuarantineItem } from '@millrace/contract'
import { dayOfSlice, type Quarantined } from '../../contexts/ingestion/index.ts'
import type { KnownFeed } from './feeds-by-id.ts'

export function wireQuarantine(
  { feed, delivery, vintage, state }: Quarantined,
  feeds: ReadonlyMap<string, KnownFeed>,
): QuarantineItem {
  const { id, number, landedAt, acceptedBy } = vintage
  return {
    id: String(id),
    deliveryId: delivery.id,
    feed: feed.name,
    vendor: feeds.get(feed.id)?.wire.vendor ?? '',
    day: dayOfSlice(delivery.slice, feed.definition.calendar),
    vintage: number,
    quarantinedAt: landedAt.toISOString(),
    state,
    reasons: vintage.findings
      .filter(({ breaking }) => breaking)
      .map(({ check, reason, rowCount }) => ({ code: check, text: reason, count: rowCount })),
    ...(acceptedBy && { decidedBy: acceptedBy }),
  }
}
