import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { addJob, inLane, type JobHandler } from '../../foundation/jobs.ts'
import { recordOwnWork } from '../../foundation/outbox.ts'
import { type Sql, transaction } from '../../foundation/sql.ts'
import type { StorageParts } from './deps.ts'
import { formatLocation } from './model/location.ts'
import {
  blobsBehind,
  findScrub,
  forgetUnnamed,
  keepFirstSum,
  type NamedBlob,
  namedBlob,
  putRot,
  putScrub,
  removeRot,
  type ScrubState,
} from './store/scrub.ts'
import { rowsBehind } from './store/scrub-rows.ts'

const BATCH = 50
/** Rows have 32 KiB at most. */
const ROWS = 500
/** A round begins so long after the one before it began. */
const ROUND_DAYS = 7
const DAY = 24 * 3_600_000
/** A turn of the job reads about so much; then others have their turn. */
const TURN_BYTES = 512 * 2 ** 20
/** What scrubbing may take of the disk. */
export const SCRUB_BYTES_PER_SECOND = 32 * 2 ** 20

export type Scrubbing = Pick<StorageParts, 'sql' | 'blobs' | 'clock' | 'log'>

export interface ScrubReport {
  blobs: number
  /** Of small objects and parts, which have their bytes in them. */
  rows: number
  rotten: number
  /** False where the round goes on. */
  finished: boolean
}

const OTHER_BYTES = 'its bytes are not what they were'

/**
 * Reads blobs and rows again, from where the last turn ended, and compares them with what they were
 * when they came. What is not so any more is told in the audit, in the health and as a metric.
 */
export async function scrub(
  deps: Scrubbing,
  limits: { bytesPerSecond: number; turnBytes: number },
): Promise<ScrubReport> {
  const begun = await findScrub(deps.sql)
  const state: ScrubState =
    begun && !begun.finishedAt
      ? begun
      : { position: '', rowsPosition: null, startedAt: deps.clock(), finishedAt: null }
  const report: ScrubReport = { blobs: 0, rows: 0, rotten: 0, finished: false }
  for (let bytes = 0; bytes < limits.turnBytes && !report.finished; ) {
    const read = await batchOf(deps, state, { report, bytesPerSecond: limits.bytesPerSecond })
    bytes += read.bytes
    report.finished = read.finished
    state.finishedAt = read.finished ? deps.clock() : null
    await putScrub(deps.sql, state)
  }
  if (report.finished) await forgetUnnamed(deps.sql, state.startedAt)
  return report
}

interface Batch {
  report: ScrubReport
  bytesPerSecond: number
}

/** Blobs first; after the last of them rows. */
async function batchOf(
  deps: Scrubbing,
  state: ScrubState,
  { report, bytesPerSecond }: Batch,
): Promise<{ bytes: number; finished: boolean }> {
  const read = { bytes: 0, finished: false }
  const blobs = state.rowsPosition ? [] : await blobsBehind(deps.sql, state.position, BATCH)
  for (const blob of blobs) {
    if (!(await holds(deps, blob, bytesPerSecond))) report.rotten += 1
    report.blobs += 1
    read.bytes += blob.sizeBytes
    state.position = blob.blobId
  }
  if (blobs.length === BATCH) return read
  const rows = await rowsBehind(deps.sql, state.rowsPosition ?? undefined, ROWS)
  const bytes = rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  for (const row of rows) {
    if (row.whole) continue
    await tellRot(deps, { ...row, blobId: row.id }, OTHER_BYTES)
    report.rotten += 1
  }
  report.rows += rows.length
  state.rowsPosition = rows.at(-1)?.position ?? state.rowsPosition
  await paced(bytes, bytesPerSecond)
  return { bytes: read.bytes + bytes, finished: rows.length === 0 }
}

/** Is the blob what it was, or named by nothing any more? */
async function holds(deps: Scrubbing, blob: NamedBlob, bytesPerSecond: number): Promise<boolean> {
  const found = await sumOf(deps, blob.blobId, bytesPerSecond)
  if (found !== undefined && found === blob.md5) {
    await removeRot(deps.sql, blob.blobId)
    return true
  }
  const now = await namedBlob(deps.sql, blob.blobId)
  if (!now) return true
  if (found !== undefined && now.md5 === undefined) {
    await keepFirstSum(deps.sql, blob.blobId, found)
    return true
  }
  await tellRot(deps, now, found === undefined ? 'it is gone' : OTHER_BYTES)
  return false
}

async function sumOf(
  { blobs }: Scrubbing,
  blobId: string,
  bytesPerSecond: number,
): Promise<string | undefined> {
  const body = await blobs.open(blobId)
  if (!body) return undefined
  const md5 = createHash('md5')
  for await (const chunk of body as AsyncIterable<Buffer>) {
    md5.update(chunk)
    await paced(chunk.length, bytesPerSecond)
  }
  return md5.digest('hex')
}

async function paced(bytes: number, bytesPerSecond: number): Promise<void> {
  const milliseconds = (bytes / bytesPerSecond) * 1000
  if (milliseconds >= 1) await sleep(milliseconds)
}

async function tellRot(deps: Scrubbing, blob: NamedBlob, reason: string): Promise<void> {
  const { blobId, accountId } = blob
  const location = formatLocation(blob)
  await transaction(deps.sql, async (tx) => {
    const fresh = await putRot(tx, { blobId, location, reason }, deps.clock())
    const deed = { action: 'storage.rot-found', resource: location, detail: { blobId, reason } }
    if (fresh) await recordOwnWork(tx, { accountId }, deed)
  })
  deps.log.error({ blobId, location, reason }, 'what was stored is not what it was')
}

const SCRUB = 'storage.scrub'

/** A turn of the scrub, which orders the next one itself. */
export function scrubJobs(deps: Scrubbing): Record<string, JobHandler> {
  return {
    [SCRUB]: inLane('long', async () => {
      const bytesPerSecond = SCRUB_BYTES_PER_SECOND
      const { finished } = await scrub(deps, { bytesPerSecond, turnBytes: TURN_BYTES })
      const state = await findScrub(deps.sql)
      const began = state?.startedAt ?? deps.clock()
      const next = finished ? new Date(began.getTime() + ROUND_DAYS * DAY) : deps.clock()
      await scheduleScrub(deps.sql, next)
    }),
  }
}

/** One turn is waiting at any time, however many servers ask for it. */
export async function scheduleScrub(sql: Sql, runAt: Date): Promise<void> {
  await addJob(sql, SCRUB, {}, { key: SCRUB, runAt })
}

/** After a start the round goes on, or the next one waits for its day. */
export async function resumeScrub({ sql, clock }: Scrubbing): Promise<void> {
  const state = await findScrub(sql)
  const due = state?.finishedAt ? state.startedAt.getTime() + ROUND_DAYS * DAY : 0
  await scheduleScrub(sql, new Date(Math.max(due, clock().getTime())))
}
