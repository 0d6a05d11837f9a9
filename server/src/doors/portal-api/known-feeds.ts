import type { Feed, OperationName } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { feedOf } from './feed.ts'
import { ingestionOf } from './ingestion-of.ts'

/** The feeds that the caller may see, each with what is known of its deliveries. */
export async function knownFeeds(
  deps: PortalApiDeps,
  caller: Caller,
  asked: { operation: OperationName; quarantined?: boolean },
) {
  const ingestion = ingestionOf(deps, asked.operation)
  const accountOf = await accountNames(deps.identity)
  const feeds = await ingestion.listFeeds(caller)
  const { quarantined = false } = asked
  return Promise.all(
    feeds.map(async (known) => {
      const feed: Feed = feedOf(known, { vendor: undefined, accountOf })
      const deliveries = await ingestion.listDeliveries(caller, { feedId: known.id, quarantined })
      return { feed, deliveries }
    }),
  )
}
