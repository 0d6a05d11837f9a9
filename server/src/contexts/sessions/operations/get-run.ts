import type { Caller } from '../../identity/index.ts'
import { noSuchRun } from '../errors.ts'
import type { Run, RunState } from '../model/run.ts'
import { runFinal } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { findRun, listRuns as storedRuns } from '../store/runs.ts'

export interface RunName {
  applicationId: string
  runId: string
}

/** @throws identity.access-denied, sessions.no-such-run. @see EMR Serverless `GetJobRun` */
export async function getRun(parts: SessionsParts, caller: Caller, wanted: RunName): Promise<Run> {
  await demandRun(parts, caller, 'emr-serverless:GetJobRun', wanted)
  const run = await findRun(parts.sql, wanted.runId)
  const { accountId } = caller
  if (run?.accountId !== accountId || run.applicationId !== wanted.applicationId)
    throw noSuchRun({ run: wanted.runId })
  return { ...run, log: parts.drivers.runs.log(run) }
}

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
  return storedRuns(parts.sql, { ...wanted, accountId })
}

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
  await demandRun(parts, caller, 'emr-serverless:CancelJobRun', wanted)
  const run = await findRun(parts.sql, wanted.runId)
  if (run?.accountId !== caller.accountId || run.applicationId !== wanted.applicationId)
    throw noSuchRun({ run: wanted.runId })
  if (!runFinal(run)) await parts.drivers.runs.cancel(run)
  return (await findRun(parts.sql, run.id)) ?? run
}

async function demandRun(
  parts: SessionsParts,
  caller: Caller,
  action: string,
  { applicationId, runId }: RunName,
): Promise<void> {
  const resource = `${applicationArn(parts, caller, applicationId)}/jobruns/${runId}`
  await parts.identity.demand(caller, { action, resource })
}

function applicationArn({ region }: SessionsParts, { accountId }: Caller, id: string): string {
  return `arn:aws:emr-serverless:${region}:${accountId}:/applications/${id}`
}
