import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { demandIngestion } from '../steps/gate.ts'
import { type FeedPlan, newFeed, plannedFeed } from '../steps/planned-feed.ts'
import { demandSameVendor } from '../steps/same-vendor.ts'
import { type WrittenFeed, wantedFeed } from '../steps/wanted-feed.ts'
import { findFeedNamed } from '../store/feeds.ts'

/**
 * What applying a document would change: of the feed, of what is waited for and of what waits in
 * quarantine. Nothing of it is kept.
 *
 * @throws identity.access-denied, identity.no-such-role, ingestion.not-found,
 * ingestion.invalid-feed
 */
export async function planFeed(
  deps: IngestionDeps,
  caller: Caller,
  command: WrittenFeed,
): Promise<FeedPlan> {
  const { accountId } = caller
  const { name } = command
  const resource = `feed/${name}`
  await demandIngestion(deps, caller, { action: 'GetFeed', accountId, resource })
  const feed = await findFeedNamed(deps.sql, { accountId, name })
  const action = feed ? 'UpdateFeed' : 'CreateFeed'
  await demandIngestion(deps, caller, { action, accountId, resource })
  const { vendorId, ...wanted } = await wantedFeed(deps, caller, command)
  if (!feed) return newFeed(wanted)
  await demandSameVendor(deps, feed, vendorId)
  return await plannedFeed(deps, feed, wanted)
}
