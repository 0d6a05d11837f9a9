import type { Caller } from '../../identity/index.ts'
import { noSuchRun } from '../errors.ts'
import { asOf, type Run } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandRun, type RunName } from '../steps/demand-run.ts'
import { endedAttempts } from '../store/run-attempts.ts'

/**
 * A run as it stands, or as one of its earlier attempts ended, with its log.
 *
 * @throws identity.access-denied, sessions.no-such-run
 * @see EMR Serverless `GetJobRun`
 */
export async function getRun(
  parts: SessionsParts,
  caller: Caller,
  { attempt, ...wanted }: RunName & { attempt?: number },
): Promise<Run> {
  const run = await demandRun(parts, caller, 'emr-serverless:GetJobRun', wanted)
  const now = { ...run, log: parts.drivers.runs.log(run) }
  if (attempt === undefined || attempt === run.attempt) return now
  const earlier = (await endedAttempts(parts.sql, run.id)).find((one) => one.attempt === attempt)
  if (!earlier) throw noSuchRun({ run: `${run.id}, attempt ${attempt}` })
  return asOf(run, earlier)
}
