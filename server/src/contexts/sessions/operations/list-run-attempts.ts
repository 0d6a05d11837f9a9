import type { Caller } from '../../identity/index.ts'
import { asOf, type Run } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandRun, type RunName } from '../steps/demand-run.ts'
import { endedAttempts } from '../store/run-attempts.ts'

/**
 * Each try of a run as a run of its own, the newest first, with its log.
 *
 * @throws identity.access-denied, sessions.no-such-run
 * @see EMR Serverless `ListJobRunAttempts`
 */
export async function listRunAttempts(
  parts: SessionsParts,
  caller: Caller,
  wanted: RunName,
): Promise<Run[]> {
  const run = await demandRun(parts, caller, 'emr-serverless:ListJobRunAttempts', wanted)
  const ended = await endedAttempts(parts.sql, run.id)
  return [
    ...ended.map((attempt) => asOf(run, attempt)),
    { ...run, log: parts.drivers.runs.log(run) },
  ].reverse()
}
