import type { DeliveryState, Vintage as WireVintage } from '@millrace/contract'
import type { DeliveryRecord } from '../../contexts/ingestion/index.ts'

type VintageRecord = DeliveryRecord['vintages'][number]

/** An expected delivery whose time has passed is late, though nothing about it has changed. */
export function stateOf({ state, overdueAt }: DeliveryRecord): DeliveryState {
  return state === 'expected' && overdueAt ? 'late' : state
}

/** What waits for nobody any more shows as what became of it. */
function vintageState({ state, availableAt }: VintageRecord): DeliveryState {
  if (state === 'loading') return 'landed'
  if (state === 'superseded') return availableAt ? 'loaded' : 'quarantined'
  return state
}

export function wireVintage(vintage: VintageRecord): WireVintage {
  const { number, publishedAt, landedAt, availableAt, rowsLoaded, rowsRejected } = vintage
  const { sizeBytes, sha256, landingLocation } = vintage
  return {
    number,
    state: vintageState(vintage),
    publishedAt: publishedAt.toISOString(),
    landedAt: landedAt.toISOString(),
    ...(availableAt && { availableAt: availableAt.toISOString() }),
    ...(vintage.feedVersion !== null && { feedVersion: vintage.feedVersion }),
    ...(rowsLoaded !== null && { rowCount: rowsLoaded }),
    ...(rowsRejected !== null && { quarantinedRows: rowsRejected }),
    files: vintage.files.map((name) => ({ name, sizeBytes, sha256, location: landingLocation })),
    checks: vintage.findings.map(({ check, breaking, reason }) => ({
      name: check,
      outcome: breaking ? 'failed' : 'warned',
      detail: reason,
    })),
  }
}
