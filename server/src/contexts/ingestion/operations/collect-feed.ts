import type { Fetcher } from '../adapters/fetcher.ts'
import type { IngestionDeps } from '../deps.ts'
import { fileChanged, notFound } from '../errors.ts'
import type { Feed } from '../model/ledger.ts'
import { runningAgreement, secretOf } from '../steps/agreement-of.ts'
import { completeFiles } from '../steps/complete-files.ts'
import { openFarSide } from '../steps/far-side.ts'
import { landFile } from '../steps/land-file.ts'
import { findFeed, updateFeed } from '../store/feeds.ts'

/**
 * Looks at the vendor's side and lands what is new and complete. The platform's own work: a job.
 *
 * @throws ingestion.licence-ended, ingestion.fetch-failed, ingestion.host-key-mismatch,
 * outbound.internal-address
 */
export async function collectFeed(
  deps: IngestionDeps,
  feedId: string,
): Promise<{ landed: number }> {
  const feed = await findFeed(deps.sql, feedId)
  if (!feed) throw notFound({ what: 'feed', id: feedId })
  if (feed.state === 'paused') return { landed: 0 }
  try {
    const { landed, refusals } = await collect(deps, feed)
    const lastError = refusals.length === 0 ? null : refusals.join('; ')
    await updateFeed(deps.sql, feed.id, { collectedAt: deps.clock(), lastError })
    return { landed }
  } catch (error) {
    // Shown beside the feed; the job's own retry tries again.
    const lastError = error instanceof Error ? error.message : String(error)
    await updateFeed(deps.sql, feed.id, { collectedAt: deps.clock(), lastError })
    throw error
  }
}

async function collect(
  deps: IngestionDeps,
  feed: Feed,
): Promise<{ landed: number; refusals: string[] }> {
  const agreement = await runningAgreement(deps, feed)
  const { connection } = agreement
  const secret = secretOf(deps, agreement)
  const { directory } = feed.definition.source
  await using connections = new AsyncDisposableStack()
  const { accountId, agreementId } = feed
  const far = { accountId, agreementId, connection, secret, directory }
  const open = async () => connections.use(await openFarSide(deps, far))
  const first = await open()
  let landed = 0
  const found = await completeFiles(deps, feed, first)
  for (const complete of found.complete) {
    let held: Fetcher | undefined = first
    // The connection at hand serves the first attempt; after a break comes a fresh one.
    const connect = async () => {
      const fetcher = held ?? (await open())
      held = undefined
      return fetcher
    }
    try {
      await landFile(deps, feed, { connect, complete })
      landed += 1
    } catch (error) {
      // It is being replaced at this moment; the next look will find it whole.
      if (!fileChanged.matches(error)) throw error
      deps.log.info({ feed: feed.name, path: complete.file.path }, 'changed while fetched')
    }
  }
  return { landed, refusals: found.refusals }
}
