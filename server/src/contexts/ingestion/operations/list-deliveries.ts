import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Finding } from '../model/finding.ts'
import type { Delivery, Vintage } from '../model/ledger.ts'
import { demandFeed } from '../steps/gate.ts'
import { deliveriesOf } from '../store/deliveries.ts'
import { filesOfVintages } from '../store/files.ts'
import { findingsOf } from '../store/findings.ts'
import { vintagesOfFeed } from '../store/vintages.ts'

export interface DeliveryRecord extends Delivery {
  /** Oldest first; the current one is named by `currentVintage`. */
  vintages: (Vintage & { files: string[]; findings: Finding[] })[]
}

/**
 * Everything that is known of a feed's deliveries, in order of their slices; with `quarantined`
 * only those that somebody must decide on.
 *
 * @throws identity.access-denied, ingestion.not-found
 */
export async function listDeliveries(
  deps: IngestionDeps,
  caller: Caller,
  query: { feedId: string; quarantined?: boolean },
): Promise<DeliveryRecord[]> {
  await demandFeed(deps, caller, { action: 'ListDeliveries', feedId: query.feedId })
  const vintages = await vintagesOfFeed(deps.sql, query.feedId)
  const ids = vintages.map(({ id }) => id)
  const [deliveries, findings, files] = await Promise.all([
    deliveriesOf(deps.sql, query.feedId),
    findingsOf(deps.sql, ids),
    filesOfVintages(deps.sql, ids),
  ])
  const findingsBy = Map.groupBy(findings, ({ vintageId }) => vintageId)
  const filesBy = Map.groupBy(files, ({ vintageId }) => vintageId)
  const vintagesBy = Map.groupBy(vintages, ({ deliveryId }) => deliveryId)
  const records = deliveries.map((delivery) => ({
    ...delivery,
    vintages: (vintagesBy.get(delivery.id) ?? []).map((vintage) => ({
      ...vintage,
      files: (filesBy.get(vintage.id) ?? []).map(({ path }) => path),
      findings: findingsBy.get(vintage.id) ?? [],
    })),
  }))
  if (!query.quarantined) return records
  return records.filter(({ vintages: some }) => some.some(({ state }) => state === 'quarantined'))
}
