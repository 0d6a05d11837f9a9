import { reading } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { notFound } from '../errors.ts'
import { type DeliveryRecord, deliveryRecords } from '../steps/delivery-records.ts'
import { demandFeed } from '../steps/gate.ts'
import { deliveriesByIds, findDelivery } from '../store/deliveries.ts'
import { vintagesOfDelivery } from '../store/vintages.ts'

/** @throws identity.access-denied, ingestion.not-found */
export async function getDelivery(
  deps: IngestionDeps,
  caller: Caller,
  query: { deliveryId: string },
): Promise<DeliveryRecord> {
  const delivery = await findDelivery(deps.sql, query.deliveryId)
  if (!delivery) throw notFound({ what: 'delivery', id: query.deliveryId })
  await demandFeed(deps, caller, { action: 'ListDeliveries', feedId: delivery.feedId })
  const [record] = await reading(deps.sql, async (sql) => {
    const deliveries = await deliveriesByIds(sql, [query.deliveryId])
    const vintages = await vintagesOfDelivery(sql, query.deliveryId)
    return await deliveryRecords(sql, { deliveries, vintages })
  })
  if (!record) throw notFound({ what: 'delivery', id: query.deliveryId })
  return record
}
