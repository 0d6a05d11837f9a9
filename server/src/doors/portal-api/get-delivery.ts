import { dayOf, stateOf, wireVintage } from './delivery-wire.ts'
import { noSuchItem } from './errors.ts'
import { feedsById } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const getDelivery = operation('getDelivery', async (deps, { caller, params: { id } }) => {
  const record = await ingestionOf(deps).getDelivery(caller, { deliveryId: id })
  const known = (await feedsById(deps, caller)).get(record.feedId)
  if (!known) throw noSuchItem({ kind: 'delivery', id })
  const { expectedAt } = record
  return {
    id,
    feed: known.wire,
    day: dayOf(record.slice, known.feed),
    state: stateOf(record),
    ...(expectedAt && { expectedAt: expectedAt.toISOString() }),
    vintages: record.vintages.toReversed().map(wireVintage),
  }
})
