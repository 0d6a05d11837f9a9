import type { Caller } from '../../identity/index.ts'
import { type Run, runFinal } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandRun, type RunName } from '../steps/demand-run.ts'
import { findRun } from '../store/runs.ts'

/**
 * Stops a run; one that has ended stays as it is.
 *
 * @throws identity.access-denied, sessions.no-such-run
 * @see EMR Serverless `CancelJobRun`
 */
export async function cancelRun(
  parts: SessionsParts,
  caller: Caller,
  wanted: RunName,
): Promise<Run> {
  const run = await demandRun(parts, caller, 'emr-serverless:CancelJobRun', wanted)
  if (!runFinal(run)) await parts.drivers.runs.cancel(run)
  return (await findRun(parts.sql, run.id)) ?? run
}
