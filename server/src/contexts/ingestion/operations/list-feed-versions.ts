import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { FeedVersion } from '../model/ledger.ts'
import { demandFeed } from '../steps/gate.ts'
import { feedVersionsOf } from '../store/feed-versions.ts'

const SIZE = 50

/**
 * What a feed was, the newest version first.
 *
 * @throws identity.access-denied, ingestion.not-found
 */
export async function listFeedVersions(
  deps: IngestionDeps,
  caller: Caller,
  query: { feedId: string; before?: number; size?: number },
): Promise<{ items: FeedVersion[]; next?: number }> {
  const { feedId, before, size = SIZE } = query
  const feed = await demandFeed(deps, caller, { action: 'GetFeed', feedId })
  const page = { ...(before !== undefined && { before }), limit: size + 1 }
  const found = await feedVersionsOf(deps.sql, feed.id, page)
  const items = found.slice(0, size)
  const last = items.at(-1)
  return { items, ...(found.length > size && last && { next: last.version }) }
}
