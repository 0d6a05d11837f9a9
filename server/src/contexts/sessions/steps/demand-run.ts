import type { Caller } from '../../identity/index.ts'
import { noSuchRun } from '../errors.ts'
import type { Run } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { findRun } from '../store/runs.ts'

export interface RunName {
  applicationId: string
  runId: string
}

/** @throws identity.access-denied, sessions.no-such-run */
export async function demandRun(
  parts: SessionsParts,
  caller: Caller,
  action: string,
  { applicationId, runId }: RunName,
): Promise<Run> {
  const resource = `${applicationArn(parts, caller, applicationId)}/jobruns/${runId}`
  await parts.identity.demand(caller, { action, resource })
  const run = await findRun(parts.sql, runId)
  const there = run?.accountId === caller.accountId && run.place.id === applicationId
  if (!run || !there || run.kind !== 'job-run') throw noSuchRun({ run: runId })
  return run
}

export function applicationArn(
  { region }: SessionsParts,
  { accountId }: Caller,
  id: string,
): string {
  return `arn:aws:emr-serverless:${region}:${accountId}:/applications/${id}`
}
