import type { Feed, OperationName, QuarantineDetail } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import type { DeliveryRecord } from '../../contexts/ingestion/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { knownFeeds } from './known-feeds.ts'

/** Every vintage that is held back, in every feed of the caller. */
export async function quarantined(
  deps: PortalApiDeps,
  caller: Caller,
  operation: OperationName,
): Promise<QuarantineDetail[]> {
  const known = await knownFeeds(deps, caller, { operation, quarantined: true })
  return known.flatMap(({ feed, deliveries }) =>
    deliveries.flatMap((delivery) =>
      delivery.vintages
        .filter(({ state }) => state === 'quarantined')
        .map((vintage) => detailOf({ feed, delivery, vintage })),
    ),
  )
}

function detailOf(held: {
  feed: Feed
  delivery: DeliveryRecord
  vintage: DeliveryRecord['vintages'][number]
}): QuarantineDetail {
  const { feed, delivery, vintage } = held
  const breaking = vintage.findings.filter((finding) => finding.breaking)
  return {
    id: String(vintage.id),
    deliveryId: delivery.id,
    feed: feed.name,
    ...(feed.vendor && { vendor: feed.vendor }),
    day: delivery.slice,
    vintage: vintage.number,
    quarantinedAt: vintage.landedAt.toISOString(),
    state: 'open',
    reasons: breaking.map(({ check, reason, rowCount }) => ({
      code: check,
      text: reason,
      count: rowCount,
    })),
    samples: vintage.findings.flatMap(({ reason, samples }) =>
      samples.map(({ line, text }) => ({
        file: vintage.files[0] ?? '',
        ...(line !== undefined && { line }),
        reason,
        content: text,
      })),
    ),
    mayDecide: true,
  }
}
