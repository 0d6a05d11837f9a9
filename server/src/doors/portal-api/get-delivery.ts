import { dayOfSlice } from '../../contexts/ingestion/index.ts'
import { stateOf, wireVintage } from './delivery-wire.ts'
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
    day: dayOfSlice(record.slice, known.feed.definition.calendar),
    state: stateOf(record),
    ...(expectedAt && { expectedAt: expectedAt.toISOString() }),
    vintages: record.vintages.toReversed().map(wireVintage),
  }
})
