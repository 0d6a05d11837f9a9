import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { alreadyExists } from '../errors.ts'
import type { Feed } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { queueFeedWork } from '../steps/record.ts'
import { type WrittenFeed, wantedFeed } from '../steps/wanted-feed.ts'
import { insertFeedVersion } from '../store/feed-versions.ts'
import { insertFeed } from '../store/feeds.ts'

/**
 * @throws identity.access-denied, identity.no-such-role, ingestion.not-found,
 * ingestion.invalid-feed, ingestion.already-exists
 */
export async function createFeed(
  deps: IngestionDeps,
  caller: Caller,
  command: WrittenFeed,
): Promise<Feed> {
  const { accountId, principalArn: changedBy } = caller
  const resource = `feed/${command.name}`
  await demandIngestion(deps, caller, { action: 'CreateFeed', accountId, resource })
  const { vendorId: _, ...document } = await wantedFeed(deps, caller, command)
  const now = deps.clock()
  const feed: Feed = {
    ...{ id: timeOrderedId('feed-', now), accountId, version: 1, ...document },
    ...{ state: 'active', playedAt: null, collectedAt: null, lastError: null, loadError: null },
    createdAt: now,
  }
  await transaction(deps.sql, async (tx) => {
    const { name } = feed
    if (!(await insertFeed(tx, feed))) throw alreadyExists({ what: 'feed', name })
    await insertFeedVersion(tx, feed, { changedBy, changedAt: now })
    await recordDone(tx, caller, { action: 'ingestion.feed-created', resource: feed.id })
    await queueFeedWork(tx, 'ingestion.collect', feed.id)
  })
  return feed
}
