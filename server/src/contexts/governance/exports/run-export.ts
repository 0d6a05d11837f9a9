import { duckdbFailed } from '../../../foundation/duckdb.ts'
import { DomainError } from '../../../foundation/errors.ts'
import { type Attempt, addJob, jobStands } from '../../../foundation/jobs.ts'
import type { Sql } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import type { ChainedRecord } from '../model/audit-chain.ts'
import { type AuditExport, dayOf, keyOf } from '../model/audit-export.ts'
import { recordsAfter } from '../store/audit.ts'
import { findExport, missingIn, updateExport } from '../store/audit-exports.ts'
import type { ExportPlace } from './port.ts'
import { openFile } from './write-file.ts'

export const EXPORT_JOB = 'governance.export-audit'
const ATTEMPTS_MAX = 10 // Over three and a half hours, by the waits of graphile-worker.
/** So that a file is made on this host in some seconds and in bounded space. */
const FILE_RECORDS_MAX = 50_000
const TYPES = { jsonl: 'application/gzip', parquet: 'application/vnd.apache.parquet' }

/** Those of one account go one after the other; ordered again, it has all its tries. */
export async function orderExport(sql: Sql, { id, accountId }: ExportName): Promise<void> {
  const queue = `${EXPORT_JOB}:${accountId}`
  const options = { key: jobOf(id), queue, attemptsMax: ATTEMPTS_MAX }
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
}

/** Writes what of an export is not written yet; what was killed goes on with its next file. */
export async function runExport(deps: Workings, id: string, { last }: Attempt): Promise<void> {
  const asked = await findExport(deps.sql, id)
  if (asked?.state !== 'running' || !deps.exportPlace) return
  try {
    await writeFiles(deps, { asked, place: deps.exportPlace })
    const missing = await missingIn(deps.sql, asked)
    const ended = { endedAt: deps.clock() }
    if (missing === 0) await updateExport(deps.sql, id, { state: 'done', ...ended })
    else {
      const reason = `${missing} records are missing from the chain`
      await updateExport(deps.sql, id, { state: 'failed', reason, ...ended })
    }
  } catch (error) {
    // What is wrong for good is told to who asked; the rest is tried again.
    const told = error instanceof DomainError && !duckdbFailed.matches(error)
    const passing = !(error instanceof DomainError) || error.kind === 'unavailable'
    if (passing && !last) throw error
    if (!told) deps.log.error({ err: error, id }, 'an export of an audit could not be made')
    const reason = told ? error.message : 'the file could not be made'
    await updateExport(deps.sql, id, { state: 'failed', reason, endedAt: deps.clock() })
  }
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
    await updateExport(deps.sql, asked.id, { nextSequence: next, files })
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
