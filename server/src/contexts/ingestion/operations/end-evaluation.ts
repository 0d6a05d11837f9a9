import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { demandEvaluatedFeed } from '../steps/gate.ts'
import { recordEvaluation } from '../steps/record.ts'
import { updateFeed } from '../store/feeds.ts'

/**
 * Pauses a feed that was evaluated and is not bought. No door leads here: it is what a signed
 * decision does, as the evaluator that the feed itself names.
 *
 * @throws identity.access-denied, ingestion.not-found
 */
export async function endEvaluation(
  deps: IngestionDeps,
  caller: Caller,
  command: { feedId: string; reason: string },
): Promise<void> {
  const of = { action: 'EndEvaluation', feedId: command.feedId }
  const feed = await demandEvaluatedFeed(deps, caller, of)
  await transaction(deps.sql, async (tx) => {
    await updateFeed(tx, feed.id, { state: 'paused' })
    await recordEvaluation(tx, caller, { feed, reason: command.reason })
  })
}
