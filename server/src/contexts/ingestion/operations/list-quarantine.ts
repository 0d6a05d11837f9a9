import { reading } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Delivery, Feed } from '../model/ledger.ts'
import { type QuarantineState, quarantineState } from '../model/quarantine.ts'
import { type DeliveryRecord, deliveryRecords } from '../steps/delivery-records.ts'
import { demandIngestion } from '../steps/gate.ts'
import { deliveriesByIds } from '../store/deliveries.ts'
import { feedsOf } from '../store/feeds.ts'
import { keptBack } from '../store/vintages.ts'

/** A vintage that a finding kept back, and what became of it. */
export interface Quarantined {
  feed: Feed
  delivery: Delivery
  vintage: DeliveryRecord['vintages'][number]
  state: QuarantineState
  /** The caller may release or reject it. */
  mayDecide: boolean
}

const PAGE_SIZE = 50

/**
 * What was kept back in the caller's account, the newest first, or the one that is named; `next`
 * is the `before` of the following page.
 *
 * @throws identity.access-denied
 */
export async function listQuarantine(
  deps: IngestionDeps,
  caller: Caller,
  query: { vintageId?: number; before?: number; size?: number },
): Promise<{ items: Quarantined[]; next?: number }> {
  const { accountId } = caller
  const { size = PAGE_SIZE, ...wanted } = query
  await demandIngestion(deps, caller, { action: 'ListFeeds', accountId, resource: 'feed/*' })
  const { found, records } = await reading(deps.sql, async (sql) => {
    const found = await keptBack(sql, { accountId, ...wanted, limit: size + 1 })
    const vintages = found.slice(0, size)
    const ids = new Set(vintages.map(({ deliveryId }) => deliveryId))
    const deliveries = await deliveriesByIds(sql, [...ids])
    return { found, records: await deliveryRecords(sql, { deliveries, vintages }) }
  })
  const feeds = new Map((await feedsOf(deps.sql, accountId)).map((feed) => [feed.id, feed]))
  const items = await Promise.all(
    records.flatMap(({ vintages: some, ...delivery }) =>
      some.map((vintage) => described(deps, caller, { feeds, delivery, vintage })),
    ),
  )
  items.sort((left, right) => right.vintage.id - left.vintage.id)
  const last = items.at(-1)
  return found.length > size && last ? { items, next: last.vintage.id } : { items }
}

async function described(
  { identity, region }: IngestionDeps,
  caller: Caller,
  of: { feeds: ReadonlyMap<string, Feed> } & Pick<Quarantined, 'delivery' | 'vintage'>,
): Promise<Quarantined> {
  const { delivery, vintage } = of
  const feed = of.feeds.get(vintage.feedId) as Feed
  const state = quarantineState(vintage)
  const resource = `arn:aws:ingestion:${region}:${feed.accountId}:feed/${feed.name}`
  const may = (action: string) => identity.allows(caller, { action, resource })
  const mayDecide =
    state === 'open' &&
    (await may('ingestion:AcceptVintage')) &&
    (await may('ingestion:RejectVintage'))
  return { feed, delivery, vintage, state, mayDecide }
}
