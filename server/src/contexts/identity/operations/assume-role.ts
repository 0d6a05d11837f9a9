import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import { accountIsolated, invalidInput } from '../errors.ts'
import { accountsBehind, type Caller, type Credentials } from '../model/caller.ts'
import { managedPolicies } from '../model/managed-policies.ts'
import { parsePolicy } from '../model/parse-policy.ts'
import type { PolicyDocument } from '../model/policy.ts'
import { type Principal, sessionArn, tagged } from '../model/principal.ts'
import { auditOf, refuse } from '../mutation.ts'
import { demandUnrevoked } from '../steps/demand-live.ts'
import { demand } from './demand.ts'
import { sealSession } from './vend.ts'

export interface AssumeRole {
  roleArn: string
  sessionName: string
  /** 900 up to what the role allows. */
  seconds?: number
  /** JSON text; narrows what the role may do. */
  policy?: string
  policyArns?: readonly string[]
  tags?: Readonly<Record<string, string>>
  externalId?: string
}

export interface RoleSession {
  caller: Caller
  credentials: Required<Credentials>
}

const SECONDS_MIN = 900 // STS API: DurationSeconds.
const SECONDS_DEFAULT = 3600
const CHAINED_SECONDS_MAX = 3600 // STS: a session made by a role's session lasts one hour.
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/ // STS API: RoleSessionName.
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u // STS API: Tag.
const TAGS_MAX = 50

/**
 * @throws identity.access-denied, identity.invalid-input, identity.malformed-policy,
 * identity.invalid-token
 * @see STS `AssumeRole`
 */
export async function assumeRole(
  parts: IdentityParts,
  caller: Caller,
  command: AssumeRole,
): Promise<RoleSession> {
  checkCommand(command)
  const issuedAt = parts.clock()
  const sessionPolicies = sessionPoliciesOf(command)
  const snapshot = await parts.directory.current()
  demandUnrevoked(snapshot, caller)
  const { principalsByArn, accounts } = snapshot
  const role = principalsByArn.get(command.roleArn)
  const action = 'sts:AssumeRole'
  // A role that is not there and one that does not trust the caller look the same.
  if (role?.kind !== 'role' || !role.trust)
    return refuse(parts, caller, { action, resource: command.roleArn })
  if (accounts.get(role.accountId)?.isolatedAt) throw accountIsolated({ accountId: role.accountId })
  await demandTrust(parts, caller, { role, command })

  const seconds = secondsOf(command, { role, chained: caller.expiresAt !== undefined })
  const session = sealSession(
    parts,
    {
      ...roleCaller(role, { sessionName: command.sessionName, issuedAt }),
      sessionTags: command.tags ?? {},
      sessionPolicies,
      ...inheritedFrom(caller, role),
    },
    seconds,
  )
  const record = auditOf(caller, {
    accountId: role.accountId,
    action: 'identity.role-assumed',
    resource: role.arn,
    detail: { session: session.caller.arn, accessKeyId: session.credentials.accessKeyId },
  })
  await transaction(parts.sql, (tx) => putAudit(tx, [record]))
  return session
}

/** What a session passes on to those that are made from it. */
function inheritedFrom(
  caller: Caller,
  { accountId }: Principal,
): Pick<Caller, 'boundTo' | 'assumedThrough' | 'behind'> {
  const assumedThrough = [...new Set(accountsBehind(caller))].filter((one) => one !== accountId)
  return {
    behind: caller.behind ?? caller.arn,
    ...(caller.boundTo === undefined ? {} : { boundTo: caller.boundTo }),
    ...(assumedThrough.length === 0 ? {} : { assumedThrough }),
  }
}

export function roleCaller(
  role: Principal,
  { sessionName, issuedAt }: { sessionName: string; issuedAt: Date },
): Caller {
  return {
    accountId: role.accountId,
    principalArn: role.arn,
    arn: sessionArn(role, sessionName),
    userId: `${role.id}:${sessionName}`,
    accessKeyId: '',
    sessionTags: {},
    ...tagged(role),
    sessionPolicies: [],
    issuedAt,
  }
}

/** @throws identity.invalid-input */
export function checkSessionName(sessionName: string): void {
  if (!SESSION_NAME.test(sessionName))
    throw invalidInput({ reason: `session name "${sessionName}" is not 2 to 64 of [\\w+=,.@-]` })
}

function checkCommand({ sessionName, tags = {}, policyArns = [] }: AssumeRole): void {
  checkSessionName(sessionName)
  const pairs = Object.entries(tags)
  const odd = pairs.find(([key, value]) => key === '' || !TAG.test(key) || !TAG.test(value))
  if (odd || pairs.length > TAGS_MAX)
    throw invalidInput({ reason: `a session has at most ${TAGS_MAX} tags of letters and digits` })
  const unknown = policyArns.find((arn) => !managedPolicies.has(arn))
  if (unknown !== undefined)
    throw invalidInput({ reason: `managed policy "${unknown}" does not exist` })
}

/** Several session policies of one request widen one another: together they are one. */
function sessionPoliciesOf({ policy, policyArns = [] }: AssumeRole): PolicyDocument[] {
  const documents = [
    ...(policy === undefined ? [] : [parsePolicy(policy, 'permission')]),
    ...policyArns.flatMap((arn) => managedPolicies.get(arn) ?? []),
  ]
  if (documents.length === 0) return []
  return [{ Version: '2012-10-17', Statement: documents.flatMap(({ Statement }) => Statement) }]
}

async function demandTrust(
  parts: IdentityParts,
  caller: Caller,
  { role, command }: { role: Principal; command: AssumeRole },
): Promise<void> {
  const tags = Object.entries(command.tags ?? {})
  const request = {
    resource: role.arn,
    resourcePolicy: { document: role.trust!, accountId: role.accountId, mustConsent: true },
    context: {
      'sts:RoleSessionName': command.sessionName,
      ...(command.externalId === undefined ? {} : { 'sts:ExternalId': command.externalId }),
      ...(tags.length > 0 ? { 'aws:TagKeys': tags.map(([key]) => key) } : {}),
      ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    },
  }
  await demand(parts, caller, { ...request, action: 'sts:AssumeRole' })
  if (tags.length > 0) await demand(parts, caller, { ...request, action: 'sts:TagSession' })
}

function secondsOf(
  { seconds = SECONDS_DEFAULT }: AssumeRole,
  { role, chained }: { role: Principal; chained: boolean },
): number {
  const most = chained ? CHAINED_SECONDS_MAX : role.maxSessionSeconds
  if (!Number.isInteger(seconds) || seconds < SECONDS_MIN || seconds > most)
    throw invalidInput({
      reason: `The requested DurationSeconds is not between ${SECONDS_MIN} and ${most}.`,
    })
  return seconds
}
