import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Feed, FeedVersion } from '../model/ledger.ts'
import { demandFeed } from '../steps/gate.ts'
import { findFeedVersion } from '../store/feed-versions.ts'
import { findFeed, findFeedNamed } from '../store/feeds.ts'

/** A feed, and who made it what it is. */
export interface WrittenState {
  feed: Feed
  written: Pick<FeedVersion, 'changedBy' | 'changedAt'>
}

/**
 * One feed of the caller’s own account as it is written down, by its id or name.
 *
 * @throws identity.access-denied, ingestion.not-found
 */
export async function getWrittenFeed(
  deps: IngestionDeps,
  caller: Caller,
  query: { feed: string },
): Promise<WrittenState> {
  const { accountId } = caller
  const known = await findFeed(deps.sql, query.feed)
  const named = known ?? (await findFeedNamed(deps.sql, { accountId, name: query.feed }))
  const feedId = named?.id ?? query.feed
  const feed = await demandFeed(deps, caller, { action: 'GetFeed', feedId })
  const newest = await findFeedVersion(deps.sql, feed.id, feed.version)
  const { changedBy = null, changedAt = feed.createdAt } = newest ?? {}
  return { feed, written: { changedBy, changedAt } }
}
