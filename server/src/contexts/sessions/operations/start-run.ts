import { isDeepStrictEqual } from 'node:util'
import { randomText } from '../../../foundation/ids.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import { type Caller, parsePolicy } from '../../identity/index.ts'
import { audit } from '../audit.ts'
import { proveRole } from '../drivers/claim.ts'
import { invalidSession, tokenReused } from '../errors.ts'
import { releaseFor } from '../model/ground.ts'
import { checkLogUri } from '../model/log-place.ts'
import { checkResources } from '../model/resources.ts'
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
  /** Spark's settings; what `sparkParameters` say comes before them. */
  conf?: Readonly<Record<string, string>>
  /** How often it is tried where it fails by itself. */
  attemptsMax?: number
  tags?: Readonly<Record<string, string>>
  /** An IAM policy: the run may do what it and the role allow. */
  sessionPolicy?: string
  /** `s3://…`: its log is written there, with its rights. */
  logUri?: string
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
  const { applicationId, entryPoint } = command
  const { accountId } = caller
  await demandStart(parts, caller, command)
  parts.drivers.demandIsolation()
  const asked = askedOf(caller, command)
  const application = await parts.capacity.readyApplication({ accountId, applicationId })
  const releaseLabel = releaseFor(asked.conf, application)
  await proveRole(parts, asked.principal, asked.assumedThrough)
  return transaction(parts.sql, async (tx) => {
    const { run, inserted } = await insertRun(tx, {
      ...asked,
      id: `00${randomText(14, 'lower')}`,
      releaseLabel,
      createdAt: parts.clock(),
    })
    if (!inserted && !sameRun(run, asked)) throw tokenReused({ token: command.clientToken })
    if (!inserted) return run
    const detail = { place: run.place, entryPoint }
    const deed = { action: 'sessions.run-started', resource: `run/${run.id}`, detail }
    await audit(tx, asked, deed)
    afterCommit(tx, () => parts.drivers.runs.schedule(run))
    return run
  })
}

/** @throws sessions.invalid-session, identity.malformed-policy */
function askedOf(caller: Caller, command: StartRun) {
  const { accountId, principalArn: owner, behind = caller.arn, assumedThrough = [] } = caller
  const { applicationId, roleArn, name, clientToken, entryPoint, sessionPolicy, logUri } = command
  const { arguments: given = [], sparkParameters = '', attemptsMax = 1, tags = {} } = command
  const { conf, modules } = parseSparkParameters(sparkParameters)
  checkScript(entryPoint, 'entry point')
  checkResources(command.conf ?? {})
  checkAttempts(attemptsMax)
  if (logUri !== undefined) checkLogUri(logUri)
  if (sessionPolicy !== undefined) parsePolicy(sessionPolicy, 'permission')
  return {
    ...({ kind: 'job-run', accountId, owner, behind, assumedThrough, name, clientToken } as const),
    place: { kind: 'application', id: applicationId } as const,
    principal: { kind: 'role', roleArn, service: SERVICE } as const,
    ...{ entryPoint, arguments: given, sparkParameters, modules },
    conf: { ...command.conf, ...conf },
    ...{ attemptsMax, tags, sessionPolicy, logUri },
    timeoutMinutes: command.timeoutMinutes ?? TIMEOUT_MINUTES,
  }
}

/** Whether what was asked before under the same token is what is asked now. */
function sameRun(earlier: Run, asked: ReturnType<typeof askedOf>): boolean {
  const { owner: _, behind: __, assumedThrough: ___, ...wish } = asked
  const names = Object.keys(wish) as (keyof typeof wish)[]
  return names.every((name) => isDeepStrictEqual(earlier[name], wish[name]))
}

const ATTEMPTS_MAX = 10

function checkAttempts(attempts: number): void {
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > ATTEMPTS_MAX)
    throw invalidSession({ reason: `maxAttempts must be 1 to ${ATTEMPTS_MAX}` })
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
