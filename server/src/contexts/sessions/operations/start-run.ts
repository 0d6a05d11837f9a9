import { randomText } from '../../../foundation/ids.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { audit } from '../audit.ts'
import { proveRole } from '../drivers/claim.ts'
import { invalidSession } from '../errors.ts'
import { checkScript, parseSparkParameters, type Run } from '../model/run.ts'
import type { SessionsParts } from '../parts.ts'
import { insertRun } from '../store/runs.ts'

export interface StartRun {
  applicationId: string
  roleArn: string
  clientToken: string
  name?: string
  entryPoint: string
  arguments?: readonly string[]
  sparkParameters?: string
  /** 0: no limit. */
  timeoutMinutes?: number
}

const SERVICE = 'emr-serverless.amazonaws.com'
const TIMEOUT_MINUTES = 720 // EMR Serverless StartJobRun: executionTimeoutMinutes, twelve hours.

/**
 * Runs a script on a driver of its own, as a role that the caller may pass.
 *
 * @throws sessions.no-isolation, identity.access-denied, identity.no-such-role,
 * sessions.invalid-session,
 * compute.no-such-application, compute.application-state
 * @see EMR Serverless `StartJobRun`
 */
export async function startRun(
  parts: SessionsParts,
  caller: Caller,
  command: StartRun,
): Promise<Run> {
  const { applicationId, roleArn, entryPoint } = command
  const { accountId, principalArn: owner, assumedThrough = [] } = caller
  await demandStart(parts, caller, command)
  parts.drivers.demandIsolation()
  checkScript(entryPoint, 'entry point')
  const sparkParameters = command.sparkParameters ?? ''
  const given = parseSparkParameters(sparkParameters)
  const { releaseLabel } = await parts.capacity.readyApplication({ accountId, applicationId })
  const place = { kind: 'application', id: applicationId } as const
  const principal = { kind: 'role', roleArn, service: SERVICE } as const
  await proveRole(parts, principal, assumedThrough)
  return transaction(parts.sql, async (tx) => {
    const { run, inserted } = await insertRun(tx, {
      id: `00${randomText(14, 'lower')}`,
      kind: 'job-run',
      ...{ accountId, owner, place, principal, assumedThrough, releaseLabel, entryPoint },
      behind: caller.behind ?? caller.arn,
      name: command.name,
      clientToken: command.clientToken,
      arguments: command.arguments ?? [],
      sparkParameters,
      ...given,
      timeoutMinutes: command.timeoutMinutes ?? TIMEOUT_MINUTES,
      onFailure: undefined,
      state: 'SUBMITTED',
      stateDetails: '',
      createdAt: parts.clock(),
    })
    if (!inserted) return run
    await audit(
      tx,
      { accountId, owner, principal },
      {
        action: 'sessions.run-started',
        resource: `run/${run.id}`,
        detail: { place, entryPoint },
      },
    )
    afterCommit(tx, () => parts.drivers.runs.schedule(run))
    return run
  })
}

async function demandStart(
  { identity, region }: SessionsParts,
  caller: Caller,
  { applicationId, roleArn }: StartRun,
): Promise<void> {
  const { accountId } = caller
  await identity.demand(caller, {
    action: 'emr-serverless:StartJobRun',
    resource: `arn:aws:emr-serverless:${region}:${accountId}:/applications/${applicationId}`,
  })
  await identity.demand(caller, {
    action: 'iam:PassRole',
    resource: roleArn,
    context: { 'iam:PassedToService': SERVICE },
  })
  if (roleArn.split(':')[4] !== accountId)
    throw invalidSession({ reason: `role "${roleArn}" is not of account ${accountId}` })
}
