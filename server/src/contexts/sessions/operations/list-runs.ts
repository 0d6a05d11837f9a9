import type { Caller } from '../../identity/index.ts'
import type { Run, RunState } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { applicationArn } from '../steps/demand-run.ts'
import { listRuns as storedRuns } from '../store/runs.ts'

/** @throws identity.access-denied. @see EMR Serverless `ListJobRuns` */
export async function listRuns(
  parts: SessionsParts,
  caller: Caller,
  wanted: { applicationId: string; states?: readonly RunState[] },
): Promise<Run[]> {
  const { accountId } = caller
  await parts.identity.demand(caller, {
    action: 'emr-serverless:ListJobRuns',
    resource: applicationArn(parts, caller, wanted.applicationId),
  })
  const { applicationId, ...states } = wanted
  const place = { kind: 'application', id: applicationId } as const
  return storedRuns(parts.sql, { ...states, kind: 'job-run', place, accountId })
}
