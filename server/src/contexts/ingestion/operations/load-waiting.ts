import { announce } from '../../../foundation/events.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import { currentSchema, type LoadedTable } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { notFound } from '../errors.ts'
import type { Feed, Vintage } from '../model/ledger.ts'
import { volumeRules } from '../model/volume.ts'
import { keysOf, runningAgreement } from '../steps/agreement-of.ts'
import { commitBatch } from '../steps/commit-batch.ts'
import { evolveTable } from '../steps/evolve-table.ts'
import { openTable } from '../steps/feed-table.ts'
import { actAsFeed } from '../steps/gate.ts'
import { type Prepared, prepareVintage } from '../steps/prepare-vintage.ts'
import { deliveriesByIds, updateDelivery } from '../store/deliveries.ts'
import { findFeedVersion } from '../store/feed-versions.ts'
import { findFeed, holdFeedVersion, updateFeed } from '../store/feeds.ts'
import { replaceFindings } from '../store/findings.ts'
import { loadedVolumes, updateVintages, vintagesInState } from '../store/vintages.ts'

const BATCH_MAX = 64
const TOGETHER = 4
const SMALL_BYTES_MAX = 4 << 20

interface Loading {
  feed: Feed
  caller: Caller
  loaded: LoadedTable
}

/**
 * Checks what has landed and loads what is good, many deliveries in one snapshot, in the order in
 * which they landed. A batch is named in the ledger before it is committed under that name, so a
 * crash anywhere between neither loses nor doubles it.
 *
 * @throws ingestion.licence-ended: what has landed waits
 */
export async function loadWaiting(
  deps: IngestionDeps,
  feedId: string,
): Promise<{ loaded: number; quarantined: number }> {
  const feed = await findFeed(deps.sql, feedId)
  if (!feed) throw notFound({ what: 'feed', id: feedId })
  try {
    const done = await load(deps, feed)
    if (feed.loadError !== null) await updateFeed(deps.sql, feedId, { loadError: null })
    return done
  } catch (error) {
    // Shown beside the feed; the job's own retry tries again.
    const loadError = error instanceof Error ? error.message : String(error)
    await updateFeed(deps.sql, feedId, { loadError })
    throw error
  }
}

async function load(
  deps: IngestionDeps,
  first: Feed,
): Promise<{ loaded: number; quarantined: number }> {
  const feedId = first.id
  const caller = await actAsFeed(deps, first)
  const done = { loaded: 0, quarantined: 0 }
  const unfinished = await vintagesInState(deps.sql, feedId, { state: 'loading', limit: BATCH_MAX })
  if (unfinished.length > 0)
    done.loaded += await finishBatch(deps, { feed: first, caller }, unfinished)
  for (;;) {
    const waiting = await vintagesInState(deps.sql, feedId, { state: 'landed', limit: BATCH_MAX })
    if (waiting.length === 0) return done
    // Judged by what the feed is now; where it is changed meanwhile the next round judges anew.
    const feed = (await findFeed(deps.sql, feedId)) ?? first
    await runningAgreement(deps, feed)
    const loaded = await openEvolved(deps, caller, feed)
    const { good, bad } = await prepareAll(deps, { feed, caller, loaded }, onePerDelivery(waiting))
    done.quarantined += await quarantine(deps, feed, bad)
    if (good.length === 0) continue
    const id = await nameBatch(deps, feed, good)
    if (id === undefined) continue
    done.loaded += good.length
    await commitBatch(deps, { feed, caller, loaded }, { id, members: good })
  }
}

async function openEvolved(deps: IngestionDeps, caller: Caller, feed: Feed): Promise<LoadedTable> {
  return await evolveTable(deps, caller, { feed, loaded: await openTable(deps, caller, feed) })
}

/** The second vintage of a delivery waits for the next snapshot: each state is to be seen. */
function onePerDelivery(waiting: readonly Vintage[]): Vintage[] {
  const seen = new Set<string>()
  return waiting.filter(({ deliveryId }) => !seen.has(deliveryId) && seen.add(deliveryId))
}

async function prepareAll(deps: IngestionDeps, of: Loading, vintages: readonly Vintage[]) {
  const ids = vintages.map(({ deliveryId }) => deliveryId)
  const deliveries = await deliveriesByIds(deps.sql, ids)
  const slices = new Map(deliveries.map(({ id, slice }) => [id, slice]))
  const schema = currentSchema(of.loaded.metadata)
  const keys = await keysOf(deps, of.feed)
  const earlier = await loadedVolumes(deps.sql, of.feed.id)
  const volumes = volumeRules(of.feed, { earlier, daysOff: deps.daysOff })
  const prepared: Prepared[] = []
  for (const group of together(vintages)) {
    const work = group.map((vintage) => {
      const slice = slices.get(vintage.deliveryId) ?? ''
      return prepareVintage(deps, of.feed, { vintage, slice, schema, keys, volumes })
    })
    // All of them end before an error goes on: none is left writing.
    const ended = await Promise.allSettled(work)
    for (const one of ended) {
      if (one.status === 'rejected') throw one.reason
      prepared.push(one.value)
    }
  }
  const good = prepared.filter((one) => one.good)
  return { good, bad: prepared.filter((one) => !one.good) }
}

/** Small files wait mostly for the disk, so a few go together; a big one has the machine. */
function together(vintages: readonly Vintage[]): Vintage[][] {
  const groups: Vintage[][] = []
  for (const vintage of vintages) {
    const group = groups.at(-1)
    const alone = vintage.sizeBytes > SMALL_BYTES_MAX || (group?.length ?? TOGETHER) >= TOGETHER
    if (alone || (group?.[0]?.sizeBytes ?? 0) > SMALL_BYTES_MAX) groups.push([vintage])
    else group?.push(vintage)
  }
  return groups
}

/** Undefined: the feed was changed since it was judged by, so nothing is loaded by that. */
async function nameBatch(
  deps: IngestionDeps,
  feed: Feed,
  good: readonly Prepared[],
): Promise<string | undefined> {
  const batchId = timeOrderedId('batch-', deps.clock())
  return await transaction(deps.sql, async (tx) => {
    if ((await holdFeedVersion(tx, feed.id)) !== feed.version) return undefined
    const ids = good.map(({ vintage }) => vintage.id)
    await updateVintages(tx, ids, { state: 'loading', batchId, feedVersion: feed.version })
    for (const { vintage, findings } of good) await replaceFindings(tx, vintage.id, findings)
    return batchId
  })
}

/**
 * A batch that was named, and perhaps committed, before the process ended: as it was judged then,
 * so that the ledger tells what is in the table.
 */
async function finishBatch(
  deps: IngestionDeps,
  of: { feed: Feed; caller: Caller },
  vintages: readonly Vintage[],
): Promise<number> {
  const [first] = vintages
  const version = first?.feedVersion ?? of.feed.version
  const judged = await findFeedVersion(deps.sql, of.feed.id, version)
  const { agreementId, definition } = judged ?? of.feed
  const feed = { ...of.feed, version, agreementId, definition }
  const loaded = await openEvolved(deps, of.caller, feed)
  const { good, bad } = await prepareAll(deps, { ...of, feed, loaded }, vintages)
  const id = first?.batchId ?? ''
  await commitBatch(deps, { ...of, feed, loaded }, { id, members: [...good, ...bad] })
  return vintages.length
}

async function quarantine(
  deps: IngestionDeps,
  feed: Feed,
  bad: readonly Prepared[],
): Promise<number> {
  let kept = 0
  for (const one of bad) if (await keepBack(deps, feed, one)) kept += 1
  return kept
}

/** False: the feed was changed since, so it is judged once more. */
async function keepBack(
  deps: IngestionDeps,
  feed: Feed,
  { vintage, slice, findings, rowsRejected }: Prepared,
): Promise<boolean> {
  return await transaction(deps.sql, async (tx) => {
    if ((await holdFeedVersion(tx, feed.id)) !== feed.version) return false
    const judged = { state: 'quarantined' as const, rowsRejected, feedVersion: feed.version }
    await updateVintages(tx, [vintage.id], judged)
    await replaceFindings(tx, vintage.id, findings)
    const [delivery] = await deliveriesByIds(tx, [vintage.deliveryId])
    if (delivery?.currentVintage === null)
      await updateDelivery(tx, vintage.deliveryId, { state: 'quarantined' })
    const told = {
      ...{ feedId: feed.id, deliveryId: vintage.deliveryId, slice, vintageId: vintage.id },
      reasons: findings.filter(({ breaking }) => breaking).map(({ reason }) => reason),
    }
    await announce(tx, 'ingestion.delivery-quarantined', told)
    const done = { action: 'ingestion.delivery-quarantined', resource: vintage.landingLocation }
    await recordOwnWork(tx, feed, { ...done, detail: told })
    return true
  })
}
