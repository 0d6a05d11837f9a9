import { rm } from 'node:fs/promises'
import { announce } from '../../../foundation/events.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import { fetchFile } from '../adapters/fetch-file.ts'
import type { Fetcher } from '../adapters/fetcher.ts'
import type { IngestionDeps } from '../deps.ts'
import { fileChanged } from '../errors.ts'
import type { Feed } from '../model/ledger.ts'
import { versionOf } from '../model/listing.ts'
import { openDelivery } from '../store/deliveries.ts'
import { insertFile } from '../store/files.ts'
import { openVintage } from '../store/vintages.ts'
import type { CompleteFile } from './complete-files.ts'
import { queueFeedWork } from './record.ts'

export function landingBucket(accountId: string): string {
  return `landing-${accountId}`
}

/**
 * Fetches a file, keeps it byte for byte, and enters it into the ledger: all or nothing. Content
 * that is known already makes no new vintage.
 *
 * @throws ingestion.fetch-failed, ingestion.file-changed
 */
export async function landFile(
  deps: IngestionDeps,
  feed: Feed,
  given: { connect: () => Promise<Fetcher>; complete: CompleteFile },
): Promise<void> {
  const { file, slice, promised } = given.complete
  const path = await deps.storage.stagingPath()
  try {
    const fetched = await fetchFile({ connect: given.connect, file, path })
    // What the vendor promised is something else: it is being replaced right now.
    if (promised.sha256 !== undefined && promised.sha256 !== fetched.sha256)
      throw fileChanged({ path: file.path })
    const bucket = landingBucket(feed.accountId)
    await deps.storage.ensureBucket({ name: bucket, accountId: feed.accountId })
    // The name holds the content's digest, so landing it twice is landing it once.
    const location = `s3://${bucket}/${feed.name}/${slice}/${fetched.sha256}/${file.path}`
    await deps.storage.adopt(location, path)
    await enter(deps, feed, { ...given.complete, ...fetched, location })
  } finally {
    await rm(path, { force: true })
  }
}

/** By the calendar's clock where it is played; a vendor who plays too says when it was. */
function arrivalOf(
  { playedAt }: Feed,
  { publishedAt, played }: CompleteFile['promised'],
): Date | undefined {
  const earlier = playedAt && played && publishedAt && publishedAt < playedAt
  return earlier ? publishedAt : (playedAt ?? undefined)
}

async function enter(
  deps: IngestionDeps,
  feed: Feed,
  landed: CompleteFile & { sha256: string; sizeBytes: number; location: string },
): Promise<void> {
  const now = deps.clock()
  const { file, slice, promised, sha256, sizeBytes, location } = landed
  await transaction(deps.sql, async (tx) => {
    const delivery = await openDelivery(tx, {
      id: timeOrderedId('dlv-', now),
      feedId: feed.id,
      slice,
      arrivedAt: arrivalOf(feed, promised) ?? now,
    })
    const { vintage, fresh } = await openVintage(tx, {
      deliveryId: delivery.id,
      feedId: feed.id,
      sha256,
      landingLocation: location,
      sizeBytes,
      publishedAt: promised.publishedAt ?? file.modifiedAt ?? now,
      publicationPlayed: promised.played ?? false,
      landedAt: now,
    })
    const version = versionOf(file)
    const entry = { feedId: feed.id, path: file.path, sizeBytes, version, sha256, landedAt: now }
    await insertFile(tx, { ...entry, vintageId: vintage.id })
    if (!fresh) return
    const facts = { feedId: feed.id, deliveryId: delivery.id, slice, vintageId: vintage.id }
    await recordOwnWork(tx, feed, {
      action: 'ingestion.file-landed',
      resource: location,
      detail: { ...facts, sha256, sizeBytes },
    })
    await announce(tx, 'ingestion.delivery-landed', { ...facts, number: vintage.number })
    await queueFeedWork(tx, 'ingestion.load', feed.id)
  })
}
