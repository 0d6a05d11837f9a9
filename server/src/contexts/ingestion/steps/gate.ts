import type { AccountId, Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { notFound } from '../errors.ts'
import type { Feed, Vintage } from '../model/ledger.ts'
import { findFeed } from '../store/feeds.ts'
import { findVintage } from '../store/vintages.ts'

/** @throws identity.access-denied */
export async function demandIngestion(
  deps: IngestionDeps,
  caller: Caller,
  of: { action: string; accountId: string; resource: string },
): Promise<void> {
  const resource = `arn:aws:ingestion:${deps.region}:${of.accountId}:${of.resource}`
  await deps.identity.demand(caller, { action: `ingestion:${of.action}`, resource })
}

/** The feed, of the caller's own account. @throws ingestion.not-found, identity.access-denied */
export async function demandFeed(
  deps: IngestionDeps,
  caller: Caller,
  of: { action: string; feedId: string },
): Promise<Feed> {
  const feed = await findFeed(deps.sql, of.feedId)
  // A feed of another account looks exactly like one that is not there.
  if (feed?.accountId !== caller.accountId) throw notFound({ what: 'feed', id: of.feedId })
  const { accountId, name } = feed
  await demandIngestion(deps, caller, { ...of, accountId, resource: `feed/${name}` })
  return feed
}

/**
 * The feed, of the caller's own account or one that names the caller as its evaluator.
 *
 * @throws ingestion.not-found, identity.access-denied
 */
export async function demandEvaluatedFeed(
  deps: IngestionDeps,
  caller: Caller,
  of: { action: string; feedId: string },
): Promise<Feed> {
  const feed = await findFeed(deps.sql, of.feedId)
  const named = feed?.definition.evaluators?.includes(caller.principalArn) ?? false
  if (!feed || !named) return await demandFeed(deps, caller, of)
  const { accountId, name } = feed
  await demandIngestion(deps, caller, { ...of, accountId, resource: `feed/${name}` })
  return feed
}

/** @throws ingestion.not-found, identity.access-denied */
export async function demandVintage(
  deps: IngestionDeps,
  caller: Caller,
  of: { action: string; vintageId: number },
): Promise<{ feed: Feed; vintage: Vintage }> {
  const vintage = await findVintage(deps.sql, of.vintageId)
  if (!vintage) throw notFound({ what: 'vintage', id: String(of.vintageId) })
  const feed = await demandFeed(deps, caller, { action: of.action, feedId: vintage.feedId })
  return { feed, vintage }
}

/** What the feed itself does, it does as the role that its account gave it. */
export async function actAsFeed(
  deps: IngestionDeps,
  feed: Pick<Feed, 'name' | 'roleArn'>,
): Promise<Caller & { accountId: AccountId }> {
  const { caller } = await deps.identity.assumeForService({
    roleArn: feed.roleArn,
    service: 'ingestion.millrace',
    sessionName: feed.name.replace(/[^\w+=,.@-]/g, '-').slice(0, 64), // STS: RoleSessionName.
    seconds: 900,
  })
  return caller
}
