import { posix } from 'node:path'
import type { Fetcher } from '../adapters/fetcher.ts'
import type { IngestionDeps } from '../deps.ts'
import { fetchFailed } from '../errors.ts'
import type { Feed } from '../model/ledger.ts'
import {
  impossible,
  type Promised,
  parseManifest,
  parseReadyFile,
  type RemoteFile,
  sliceOf,
  versionOf,
} from '../model/listing.ts'
import { noteSightings } from '../store/feeds.ts'
import { landedVersions } from '../store/files.ts'

export interface CompleteFile {
  file: RemoteFile
  slice: string
  promised: Promised
}

/** A far side may answer, and never come to an end. */
const LIST_SECONDS_MAX = 600
const SMALL_FILE_BYTES_MAX = 1 << 20

/**
 * New files that are complete by the feed's rule, in order of their slices; and why others whose
 * names fit are not taken.
 */
export async function completeFiles(
  deps: IngestionDeps,
  feed: Feed,
  fetcher: Fetcher,
): Promise<{ complete: CompleteFile[]; refusals: string[] }> {
  const listing = await listed(fetcher, feed.definition.source.directory)
  const landed = await landedVersions(deps.sql, feed.id)
  const refusals: string[] = []
  const fresh: CompleteFile[] = []
  for (const file of listing) {
    const slice = sliceOf(feed.definition.source.pattern, file.path)
    if (slice === undefined || landed.has(`${file.path} ${versionOf(file)}`)) continue
    const refusal = impossible({ path: file.path, slice })
    if (refusal === undefined) fresh.push({ file, slice, promised: {} })
    else refusals.push(refusal)
  }
  fresh.sort((one, other) => (one.slice < other.slice ? -1 : 1))
  return { complete: await completeOf(deps, feed, { fetcher, listing, fresh }), refusals }
}

/** @throws ingestion.fetch-failed where it takes longer; the connection is its caller’s to close */
export async function listed(
  fetcher: Pick<Fetcher, 'list'>,
  directory: string,
  secondsMax = LIST_SECONDS_MAX,
): Promise<RemoteFile[]> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const reason = `it was not listed within ${secondsMax} seconds`
  const timer = setTimeout(
    () => reject(fetchFailed({ path: directory, reason })),
    secondsMax * 1000,
  )
  const list = fetcher.list()
  list.catch(() => {})
  try {
    return await Promise.race([list, late])
  } finally {
    clearTimeout(timer)
  }
}

async function completeOf(
  deps: IngestionDeps,
  feed: Feed,
  { fetcher, listing, fresh }: { fetcher: Fetcher; listing: RemoteFile[]; fresh: CompleteFile[] },
): Promise<CompleteFile[]> {
  const { complete } = feed.definition
  if (complete.rule === 'ready-file')
    return await byReadyFile(fetcher, { listing, fresh, suffix: complete.suffix })
  if (complete.rule === 'manifest')
    return await byManifest(fetcher, { listing, fresh, name: complete.name })
  // Whether a trailer is there is known once the file is read.
  return await byStableSize(deps, feed, { fresh, seconds: complete.seconds })
}

async function byReadyFile(
  fetcher: Fetcher,
  given: { listing: readonly RemoteFile[]; fresh: readonly CompleteFile[]; suffix: string },
): Promise<CompleteFile[]> {
  const byName = new Map(given.listing.map((file) => [file.path, file]))
  const complete: CompleteFile[] = []
  for (const one of given.fresh) {
    const ready = byName.get(`${one.file.path}${given.suffix}`)
    if (!ready) continue
    const promised = parseReadyFile(await readSmall(fetcher, ready))
    if (agrees(one.file, ready, promised)) complete.push({ ...one, promised })
  }
  return complete
}

/** The ready file of an earlier upload says nothing of the one that is under way. */
function agrees(file: RemoteFile, ready: RemoteFile, promised: Promised): boolean {
  if (promised.sizeBytes !== undefined) return promised.sizeBytes === file.sizeBytes
  return !file.modifiedAt || !ready.modifiedAt || ready.modifiedAt >= file.modifiedAt
}

async function byManifest(
  fetcher: Fetcher,
  given: { listing: readonly RemoteFile[]; fresh: readonly CompleteFile[]; name: string },
): Promise<CompleteFile[]> {
  const manifest = given.listing.find(({ path }) => path === given.name)
  if (!manifest || given.fresh.length === 0) return []
  const promises = parseManifest(await readSmall(fetcher, manifest))
  return given.fresh.flatMap((one) => {
    const promised = promises.get(posix.basename(one.file.path))
    const whole = promised && (promised.sizeBytes ?? one.file.sizeBytes) === one.file.sizeBytes
    return whole ? [{ ...one, promised }] : []
  })
}

async function byStableSize(
  deps: IngestionDeps,
  feed: Feed,
  given: { fresh: readonly CompleteFile[]; seconds: number },
): Promise<CompleteFile[]> {
  const now = deps.clock()
  const files = given.fresh.map(({ file }) => file)
  const since = await noteSightings(deps.sql, feed.id, { files, at: now })
  return given.fresh.filter(({ file }) => {
    const first = since.get(file.path) ?? now
    return now.getTime() - first.getTime() >= given.seconds * 1000
  })
}

async function readSmall(fetcher: Fetcher, file: RemoteFile): Promise<string> {
  if (file.sizeBytes > SMALL_FILE_BYTES_MAX) return ''
  if (file.sizeBytes === 0) return ''
  const chunks: Buffer[] = await (await fetcher.read(file, 0)).toArray()
  return Buffer.concat(chunks).toString('utf8')
}
