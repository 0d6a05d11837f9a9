import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { demandFeed } from '../steps/gate.ts'
import { queueFeedWork } from '../steps/record.ts'
import { updateFeed } from '../store/feeds.ts'

/**
 * Stops looking at the vendor's side, or goes on; what has landed stays. A paused feed expects
 * nothing, so nothing of it is late.
 *
 * @throws identity.access-denied, ingestion.not-found
 */
export async function pauseFeed(
  deps: IngestionDeps,
  caller: Caller,
  command: { feedId: string; paused: boolean },
): Promise<void> {
  const { paused } = command
  const feed = await demandFeed(deps, caller, { action: 'PauseFeed', feedId: command.feedId })
  await transaction(deps.sql, async (tx) => {
    await updateFeed(tx, feed.id, { state: paused ? 'paused' : 'active' })
    const action = paused ? 'ingestion.feed-paused' : 'ingestion.feed-resumed'
    await recordDone(tx, caller, { action, resource: feed.id, detail: { feed: feed.name } })
    if (!paused) await queueFeedWork(tx, 'ingestion.collect', feed.id)
  })
}
