import { gzipSync } from 'node:zlib'
import { DomainError } from '../../../foundation/errors.ts'
import { addJob, type JobHandler } from '../../../foundation/jobs.ts'
import { linesByExecutor } from '../../../foundation/log-lines.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { SessionsDeps } from '../deps.ts'
import { logPlace } from '../model/log-place.ts'
import type { Run } from '../model/run.ts'
import { endedAttempts } from '../store/run-attempts.ts'
import { findRun, keepLog } from '../store/runs.ts'
import { actAs, claimantOfRun } from './claim.ts'

export const WRITE_LOG = 'sessions.write-log'

const SECONDS = 900 // STS: the shortest life of temporary credentials.
/** What a script printed last may come after word of its end. */
const AFTER_MS = 2000
const TRIES_MAX = 6

/** In the transaction that ends an attempt. */
export async function scheduleLog(tx: SqlTransaction, run: Run): Promise<void> {
  const { id: runId, attempt, logUri } = run
  if (logUri === undefined) return
  const key = `${WRITE_LOG} ${runId} ${attempt}`
  const options = { key, afterMs: AFTER_MS, attemptsMax: TRIES_MAX }
  await addJob(tx, WRITE_LOG, { runId, attempt }, options)
}

/** Writes the log of an attempt with the rights it had; where those do not reach, it says so. */
export function logWriter(deps: SessionsDeps): JobHandler {
  return async (payload, attemptToWrite) => {
    const { runId, attempt } = payload as { runId: string; attempt: number }
    const run = await findRun(deps.sql, runId)
    if (run?.logUri === undefined) return
    const log = await logOf(deps, run, attempt)
    const place = logPlace(run, attempt)
    try {
      const bounds = { box: `log-${runId}`, seconds: SECONDS }
      const { caller } = await actAs(deps, claimantOfRun(run), bounds)
      const { driver, executors } = linesByExecutor(log)
      await deps.putLog(caller, { ...place, body: zipped(driver) })
      for (const [executor, lines] of executors)
        await deps.putLog(caller, { ...logPlace(run, attempt, executor), body: zipped(lines) })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      if (error.kind === 'unavailable' && !attemptToWrite?.last) throw error
      const { bucket, key } = place
      const said = `the log could not be written to s3://${bucket}/${key}: ${error.message}`
      deps.log.warn({ run: runId, attempt, reason: error.message }, 'a log was not written')
      if (attempt === run.attempt && log.at(-1) !== said)
        await keepLog(deps.sql, { runId, attempt, log: [...log, said] })
    }
  }
}

function zipped(lines: readonly string[]): Buffer {
  return gzipSync(`${lines.join('\n')}\n`)
}

async function logOf({ sql }: SessionsDeps, run: Run, attempt: number): Promise<readonly string[]> {
  if (attempt === run.attempt) return run.log
  const ended = await endedAttempts(sql, run.id)
  return ended.find((one) => one.attempt === attempt)?.log ?? []
}
