import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { invalidFeed } from '../errors.ts'
import { demandFeed } from '../steps/gate.ts'
import { queueFeedWork } from '../steps/record.ts'
import { updateFeed } from '../store/feeds.ts'

/**
 * Sets the present of a feed whose calendar is played. Landing and availability stay real.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.invalid-feed
 */
export async function playCalendar(
  deps: IngestionDeps,
  caller: Caller,
  command: { feedId: string; playedAt: Date },
): Promise<void> {
  const feed = await demandFeed(deps, caller, { action: 'PlayCalendar', feedId: command.feedId })
  if (!feed.definition.calendar?.played)
    throw invalidFeed({ reason: 'its calendar follows the real clock' })
  await transaction(deps.sql, async (tx) => {
    await updateFeed(tx, feed.id, { playedAt: command.playedAt })
    const detail = { playedAt: command.playedAt.toISOString() }
    await recordDone(tx, caller, { action: 'ingestion.calendar-played', resource: feed.id, detail })
    // By that clock something may have come just now.
    await queueFeedWork(tx, 'ingestion.collect', feed.id)
  })
}
