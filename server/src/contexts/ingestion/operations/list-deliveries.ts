import { reading } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { type DeliveryRecord, deliveryRecords } from '../steps/delivery-records.ts'
import { demandEvaluatedFeed } from '../steps/gate.ts'
import { deliveriesOf } from '../store/deliveries.ts'
import { vintagesOfFeed } from '../store/vintages.ts'

/**
 * Everything that is known of a feed's deliveries, in order of their slices; with `quarantined`
 * only those that somebody must decide on. A feed's evaluators read them too.
 *
 * @throws identity.access-denied, ingestion.not-found
 */
export async function listDeliveries(
  deps: IngestionDeps,
  caller: Caller,
  query: { feedId: string; quarantined?: boolean },
): Promise<DeliveryRecord[]> {
  await demandEvaluatedFeed(deps, caller, { action: 'ListDeliveries', feedId: query.feedId })
  const records = await reading(deps.sql, async (sql) => {
    const deliveries = await deliveriesOf(sql, query.feedId)
    const vintages = await vintagesOfFeed(sql, query.feedId)
    return await deliveryRecords(sql, { deliveries, vintages })
  })
  if (!query.quarantined) return records
  return records.filter(({ vintages: some }) => some.some(({ state }) => state === 'quarantined'))
}
