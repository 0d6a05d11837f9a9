import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'

const LISTS = ['ListVendors', 'ListAgreements', 'ListFeeds'] as const
const RESOURCES = { ListVendors: 'vendor/*', ListAgreements: 'vendor/*', ListFeeds: 'feed/*' }

/** Has the caller a use for vendors and deliveries? */
export async function openTo(deps: IngestionDeps, caller: Caller): Promise<boolean> {
  const asked = LISTS.map((list) =>
    deps.identity.allows(caller, {
      action: `ingestion:${list}`,
      resource: `arn:aws:ingestion:${deps.region}:${caller.accountId}:${RESOURCES[list]}`,
    }),
  )
  return (await Promise.all(asked)).every(Boolean)
}
