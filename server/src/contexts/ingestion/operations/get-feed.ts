import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Feed } from '../model/ledger.ts'
import { demandEvaluatedFeed } from '../steps/gate.ts'

/**
 * One feed, for its account and for its evaluators.
 *
 * @throws identity.access-denied, ingestion.not-found
 */
export async function getFeed(
  deps: IngestionDeps,
  caller: Caller,
  query: { feedId: string },
): Promise<Feed> {
  return await demandEvaluatedFeed(deps, caller, { action: 'GetFeed', feedId: query.feedId })
}
