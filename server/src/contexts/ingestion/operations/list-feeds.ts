import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Feed } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { feedsOf } from '../store/feeds.ts'

/** The feeds of the caller's account, by name. @throws identity.access-denied */
export async function listFeeds(deps: IngestionDeps, caller: Caller): Promise<Feed[]> {
  const { accountId } = caller
  await demandIngestion(deps, caller, { action: 'ListFeeds', accountId, resource: 'feed/*' })
  return await feedsOf(deps.sql, accountId)
}
