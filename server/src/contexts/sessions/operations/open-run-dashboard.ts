import type { Caller } from '../../identity/index.ts'
import { auditDashboard } from '../audit.ts'
import { noSuchRun } from '../errors.ts'
import type { Run } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandRun, type RunName } from '../steps/demand-run.ts'
import { endedAttempts } from '../store/run-attempts.ts'
import { findRun } from '../store/runs.ts'

const ACTION = 'emr-serverless:GetDashboardForJobRun'

/**
 * Lets one browser see the Spark UI of an attempt of a run, of the latest where none is named.
 *
 * @throws identity.access-denied, sessions.no-such-run, sessions.nothing-to-show,
 * sessions.no-free-port, compute.capacity-exceeded
 * @see EMR Serverless `GetDashboardForJobRun`
 */
export async function openRunDashboard(
  parts: SessionsParts,
  caller: Caller,
  { attempt, ...wanted }: RunName & { attempt?: number },
): Promise<{ port: number; code: string }> {
  parts.drivers.demandIsolation()
  const run = await demandRun(parts, caller, ACTION, wanted)
  const shows = await boxOf(parts, run, attempt)
  const demand = async () => void (await demandRun(parts, caller, ACTION, wanted))
  return open(parts, caller, { runId: run.id, shows, demand })
}

/** For contexts that have asked the gate themselves, and ask it again by `demand`. */
export async function showRun(
  parts: SessionsParts,
  caller: Caller,
  { runId, demand }: { runId: string; demand(): Promise<void> },
): Promise<{ port: number; code: string }> {
  parts.drivers.demandIsolation()
  const run = await findRun(parts.sql, runId)
  return open(parts, caller, { runId, shows: run?.box, demand })
}

async function open(
  { sql, dashboards }: SessionsParts,
  caller: Caller,
  wanted: { runId: string; shows: string | undefined; demand(): Promise<void> },
) {
  const { runId, ...wish } = wanted
  const opened = await dashboards.open(caller, { ...wish, what: `run "${runId}"` })
  await auditDashboard(sql, caller, `job-run/${runId}`)
  return opened
}

/** Of the driver that the attempt had. */
async function boxOf({ sql }: SessionsParts, run: Run, attempt = run.attempt) {
  if (attempt === run.attempt) return run.box
  const earlier = (await endedAttempts(sql, run.id)).find((one) => one.attempt === attempt)
  if (!earlier) throw noSuchRun({ run: `${run.id}, attempt ${attempt}` })
  return earlier.box
}
