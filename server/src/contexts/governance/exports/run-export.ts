import { duckdbFailed } from '../../../foundation/duckdb.ts'
import { DomainError } from '../../../foundation/errors.ts'
import { type Attempt, addJob, type JobOptions, jobStands } from '../../../foundation/jobs.ts'
import { type Sql, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import type { ChainedRecord } from '../model/audit-chain.ts'
import { type AuditExport, dayOf, keyOf, nextRoundAt, roundEnd } from '../model/audit-export.ts'
import { chainWaiting, recordsAfter } from '../store/audit.ts'
import {
  findExport,
  lastBefore,
  missingIn,
  turnExport,
  updateWritten,
} from '../store/audit-exports.ts'
import type { ExportPlace } from './port.ts'
import { openFile } from './write-file.ts'

export const EXPORT_JOB = 'governance.export-audit'
const ATTEMPTS_MAX = 10 // Over three and a half hours, by the waits of graphile-worker.
/** So that a file is made on this host in some seconds and in bounded space. */
const FILE_RECORDS_MAX = 50_000
const TYPES = { jsonl: 'application/gzip', parquet: 'application/vnd.apache.parquet' }

/** Those of one account go one after the other; ordered again, it has all its tries. */
export async function orderExport(
  sql: Sql,
  { id, accountId, nextAt }: ExportName,
  at: Pick<JobOptions, 'runAt' | 'afterMs'> = nextAt ? { runAt: nextAt } : {},
): Promise<void> {
  const queue = `${EXPORT_JOB}:${accountId}`
  const options = { key: jobOf(id), queue, attemptsMax: ATTEMPTS_MAX, ...at }
  await addJob(sql, EXPORT_JOB, { id }, options)
}

/** Orders it again where servers were killed in all its tries. */
export async function resumeExport(sql: Sql, one: ExportName): Promise<void> {
  if (!(await jobStands(sql, jobOf(one.id)))) await orderExport(sql, one)
}

const jobOf = (id: string) => `${EXPORT_JOB}:${id}`

interface ExportName {
  id: string
  accountId: string
  nextAt?: Date | null | undefined
}

/** Writes what of an export is not written yet; what was killed goes on with its next file. */
export async function runExport(deps: Workings, id: string, { last }: Attempt): Promise<void> {
  const found = await findExport(deps.sql, id)
  const asked = found?.state === 'waiting' ? await nextRound(deps, found) : found
  if (asked?.state !== 'running' || !deps.exportPlace) return
  try {
    await writeFiles(deps, { asked, place: deps.exportPlace })
    const missing = await missingIn(deps.sql, asked.every ? roundOf(asked) : asked)
    if (missing === 0) await ended(deps, asked)
    else await failed(deps, asked, `${missing} records are missing from the chain`)
  } catch (error) {
    // What is wrong for good is told to who asked; the rest is tried again.
    const told = error instanceof DomainError && !duckdbFailed.matches(error)
    const passing = !(error instanceof DomainError) || error.kind === 'unavailable'
    if (passing && !last) throw error
    if (!told) deps.log.error({ err: error, id }, 'an export of an audit could not be made')
    const reason = told ? error.message : 'the file could not be made'
    if (passing && asked.every) await ended(deps, asked, reason)
    else await failed(deps, asked, reason)
  }
}

const RUNNING = ['running'] as const

/** A standing one goes on from where it is; undefined where somebody has stopped it. */
async function nextRound(deps: Workings, waiting: AuditExport): Promise<AuditExport | undefined> {
  const { id, accountId, every, nextAt } = waiting
  const now = deps.clock()
  if (every === undefined) return undefined
  if (nextAt && nextAt > now) {
    // The database's clock, by which the job was due, is before ours.
    await orderExport(deps.sql, waiting, { afterMs: nextAt.getTime() - now.getTime() })
    return undefined
  }
  await chainWaiting(deps)
  const last = await lastBefore(deps.sql, accountId, roundEnd(every, now))
  const lastSequence = Math.max(waiting.lastSequence, last ?? 0)
  const to = { state: 'running', lastSequence } as const
  const turned = await turnExport(deps.sql, { id, from: ['waiting'] }, to)
  return turned ? { ...waiting, ...to } : undefined
}

/** What is written in this round; a standing export would else be counted from its beginning. */
function roundOf({ accountId, nextSequence, lastSequence }: AuditExport) {
  return { accountId, firstSequence: nextSequence, lastSequence }
}

/** A standing one waits for its next round, also where this one could not be written to its end. */
async function ended(deps: Workings, asked: AuditExport, reason?: string): Promise<void> {
  const { id, every } = asked
  const from = { id, from: RUNNING }
  if (every === undefined)
    await turnExport(deps.sql, from, { state: 'done', endedAt: deps.clock() })
  else
    await transaction(deps.sql, async (tx) => {
      const nextAt = nextRoundAt(every, deps.clock())
      const to = { state: 'waiting', nextAt, reason: reason ?? null } as const
      if (await turnExport(tx, from, to)) await orderExport(tx, { ...asked, nextAt })
    })
}

async function failed({ sql, clock }: Workings, { id }: AuditExport, reason: string) {
  await turnExport(sql, { id, from: RUNNING }, { state: 'failed', reason, endedAt: clock() })
}

/** Each with the rights of who asked at that moment: a long export outlives some. */
async function writeFiles(
  deps: Workings,
  of: { asked: AuditExport; place: ExportPlace },
): Promise<void> {
  const { asked, place } = of
  for (let next = asked.nextSequence, { files } = asked; next <= asked.lastSequence; ) {
    const caller = await place.actAs(asked.caller, asked.askedAt)
    await demandAuditor(deps, caller, asked.accountId)
    const last = await writeFile(deps, { ...of, caller, first: next })
    if (last === undefined) return // Of a chain whose end is gone.
    next = last + 1
    files += 1
    const state = await updateWritten(deps.sql, asked.id, { nextSequence: next, files })
    if (state !== 'running') return
  }
}

/** One file of one day; answers the last record that is in it, if there is any. */
async function writeFile(
  deps: Workings,
  of: { asked: AuditExport; caller: Caller; place: ExportPlace; first: number },
): Promise<number | undefined> {
  const { asked, caller, place, first } = of
  await using file = await openFile(place.directory)
  let last = first - 1
  let day: string | undefined
  for (;;) {
    const some = await page(deps, asked, { first, last, day })
    if (some.length === 0) break
    day ??= dayOf(some[0]!)
    last = some.at(-1)!.sequence
    await file.add(some)
  }
  if (day === undefined) return undefined
  const at = keyOf(asked, { day, first, last })
  const told = { ...at, contentType: TYPES[asked.format] }
  await place.put(caller, told, await file.body(asked.format))
  return last
}

/** The following records of the day, as long as they are one after the other. */
async function page(
  { sql }: Workings,
  { accountId, lastSequence }: AuditExport,
  { first, last, day }: { first: number; last: number; day: string | undefined },
): Promise<ChainedRecord[]> {
  const end = Math.min(lastSequence, first + FILE_RECORDS_MAX - 1)
  const records = await recordsAfter(sql, { accountId, lastSequence: end }, last)
  const wanted = day ?? (records[0] && dayOf(records[0]))
  const other = records.findIndex((record) => dayOf(record) !== wanted)
  return other === -1 ? records : records.slice(0, other)
}
