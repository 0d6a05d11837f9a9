import type { QuarantineItem } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import type { DeliveryRecord } from '../../contexts/ingestion/index.ts'
import { dayOf } from './delivery-wire.ts'
import type { PortalApiDeps } from './deps.ts'
import { feedsById, type KnownFeed } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'

type VintageRecord = DeliveryRecord['vintages'][number]

export interface Quarantined {
  known: KnownFeed
  record: DeliveryRecord
  vintage: VintageRecord
}

/** Every vintage of the caller's account with a finding that kept it back. */
export async function quarantined(deps: PortalApiDeps, caller: Caller): Promise<Quarantined[]> {
  const ingestion = ingestionOf(deps)
  const known = [...(await feedsById(deps, caller)).values()]
  const all = await Promise.all(
    known.map(async (one) => {
      const records = await ingestion.listDeliveries(caller, { feedId: one.feed.id })
      return records.flatMap((record) =>
        record.vintages
          .filter(({ findings }) => findings.some(({ breaking }) => breaking))
          .map((vintage) => ({ known: one, record, vintage })),
      )
    }),
  )
  return all.flat()
}

export function wireQuarantine({ known, record, vintage }: Quarantined): QuarantineItem {
  const { id, number, landedAt, acceptedBy } = vintage
  return {
    id: String(id),
    deliveryId: record.id,
    feed: known.wire.name,
    vendor: known.wire.vendor,
    day: dayOf(record.slice, known.feed),
    vintage: number,
    quarantinedAt: landedAt.toISOString(),
    state: stateOf(vintage),
    reasons: vintage.findings
      .filter(({ breaking }) => breaking)
      .map(({ check, reason, rowCount }) => ({ code: check, text: reason, count: rowCount })),
    ...(acceptedBy && { decidedBy: acceptedBy }),
  }
}

function stateOf({ state }: VintageRecord): QuarantineItem['state'] {
  if (state === 'quarantined') return 'open'
  return state === 'rejected' || state === 'superseded' ? state : 'released'
}
