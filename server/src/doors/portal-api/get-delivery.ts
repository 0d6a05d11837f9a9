import { noSuchItem } from './errors.ts'
import { deliveryOf } from './feed.ts'
import { knownFeeds } from './known-feeds.ts'
import { operation } from './operation.ts'

export const getDelivery = operation('getDelivery', async (deps, { caller, params }) => {
  for (const { feed, deliveries } of await knownFeeds(deps, caller, { operation: 'getDelivery' })) {
    const found = deliveries.find(({ id }) => id === params.id)
    if (found) return deliveryOf(found, feed)
  }
  throw noSuchItem({ kind: 'delivery', id: params.id })
})
