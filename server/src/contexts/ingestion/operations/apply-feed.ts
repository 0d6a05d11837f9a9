import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { changedMeanwhile, effectsChanged, notFound } from '../errors.ts'
import type { Feed, FeedDocument } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { type FeedPlan, plannedFeed } from '../steps/planned-feed.ts'
import { queueFeedWork } from '../steps/record.ts'
import { demandSameVendor } from '../steps/same-vendor.ts'
import { type WrittenFeed, wantedFeed } from '../steps/wanted-feed.ts'
import { expectDeliveries, moveExpected, withdrawExpected } from '../store/deliveries.ts'
import { findFeedVersion, insertFeedVersion } from '../store/feed-versions.ts'
import { findFeedNamed, holdFeed, replaceFeed } from '../store/feeds.ts'
import { judgeAgain } from '../store/vintages.ts'
import { createFeed } from './create-feed.ts'

export interface ApplyFeed extends WrittenFeed {
  /** The one that the document was made of; 0: it is to be a new feed. */
  version: number
  /** Of a plan that somebody has seen. */
  digest?: string
}

const TOLD_MAX = 100

/**
 * Makes a feed what the document says. What it says already is done already, whatever version the
 * document names; else it replaces that version and no other.
 *
 * @throws identity.access-denied, identity.no-such-role, ingestion.not-found,
 * ingestion.invalid-feed, ingestion.changed-meanwhile, ingestion.effects-changed
 */
export async function applyFeed(
  deps: IngestionDeps,
  caller: Caller,
  { version, digest, ...written }: ApplyFeed,
): Promise<{ feed: Feed; changed: boolean }> {
  const { accountId } = caller
  const { name } = written
  const known = await findFeedNamed(deps.sql, { accountId, name })
  if (!known && version === 0)
    return { feed: await createFeed(deps, caller, written), changed: true }
  const resource = `feed/${name}`
  await demandIngestion(deps, caller, { action: 'UpdateFeed', accountId, resource })
  if (!known) throw notFound({ what: 'feed', id: name })
  const { vendorId, ...wanted } = await wantedFeed(deps, caller, written)
  return await transaction(deps.sql, async (tx) => {
    const feed = await holdFeed(tx, known.id)
    if (!feed) throw notFound({ what: 'feed', id: name })
    await demandSameVendor({ sql: tx }, feed, vendorId)
    const plan = await plannedFeed({ ...deps, sql: tx }, feed, wanted)
    if (plan.changes.length === 0) return { feed, changed: false }
    if (version !== feed.version) throw await stale(tx, feed)
    if (digest !== undefined && digest !== plan.digest) throw effectsChanged({ feed: name })
    return { feed: await replace(deps, tx, { caller, feed, wanted, plan }), changed: true }
  })
}

/** With what it is now, for whoever must look again. */
async function stale(tx: SqlTransaction, feed: Feed) {
  const { name, version, agreementId, roleArn, definition } = feed
  const newest = await findFeedVersion(tx, feed.id, version)
  return changedMeanwhile({
    ...{ feed: name, version, by: newest?.changedBy ?? null, at: newest?.changedAt ?? null },
    current: { name, version, agreementId, roleArn, definition },
  })
}

async function replace(
  deps: IngestionDeps,
  tx: SqlTransaction,
  of: { caller: Caller; feed: Feed; wanted: FeedDocument; plan: FeedPlan },
): Promise<Feed> {
  const { caller, plan } = of
  const { agreementId, roleArn, definition } = of.wanted
  const version = of.feed.version + 1
  // A present that somebody set is none of a calendar that follows the real clock.
  const playedAt = definition.calendar?.played ? of.feed.playedAt : null
  const changed = { agreementId, roleArn, definition, version, playedAt }
  const feed = { ...of.feed, ...changed }
  const now = deps.clock()
  await replaceFeed(tx, feed.id, changed)
  await insertFeedVersion(tx, feed, { changedBy: caller.principalArn, changedAt: now })
  await changeExpectations(tx, feed, { plan, now })
  await judgeAgain(
    tx,
    plan.rejudged.map(({ id }) => id),
  )
  await recordDone(tx, caller, {
    ...{ action: 'ingestion.feed-changed', resource: feed.id, detail: told(feed, plan) },
  })
  await queueFeedWork(tx, 'ingestion.collect', feed.id)
  await queueFeedWork(tx, 'ingestion.load', feed.id)
  return feed
}

async function changeExpectations(
  tx: SqlTransaction,
  feed: Feed,
  { plan, now }: { plan: FeedPlan; now: Date },
): Promise<void> {
  const { added, moved, withdrawn } = plan.expectations
  const present = feed.playedAt ?? now
  await withdrawExpected(
    tx,
    withdrawn.map(({ id }) => id),
  )
  for (const one of moved) await moveExpected(tx, one, present)
  const rows = added.map((one) => ({ ...one, id: timeOrderedId('dlv-', now), feedId: feed.id }))
  await expectDeliveries(tx, rows)
}

function told({ name, version }: Feed, { changes, expectations, rejudged }: FeedPlan) {
  const { added, moved, withdrawn } = expectations
  return {
    ...{ feed: name, version },
    changes: changes.slice(0, TOLD_MAX).map(({ sign, text }) => `${sign} ${text}`),
    ...{ expectationsAdded: added.length, expectationsMoved: moved.length },
    withdrawn: withdrawn.slice(0, TOLD_MAX).map(({ slice }) => slice),
    rejudged: rejudged.slice(0, TOLD_MAX).map(({ id }) => id),
  }
}
