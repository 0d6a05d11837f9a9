import type { Caller } from '../../identity/index.ts'
import type { Run } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { demandRun, type RunName } from '../steps/demand-run.ts'

/** @throws identity.access-denied, sessions.no-such-run. @see EMR Serverless `GetJobRun` */
export async function getRun(parts: SessionsParts, caller: Caller, wanted: RunName): Promise<Run> {
  const run = await demandRun(parts, caller, 'emr-serverless:GetJobRun', wanted)
  return { ...run, log: parts.drivers.runs.log(run) }
}
