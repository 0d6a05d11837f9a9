import { randomText } from '../../../foundation/ids.ts'
import type { IdentityParts } from '../deps.ts'
import { deleteConflict, invalidInput, limitExceeded, noSuchRole, noSuchUser } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { parsePolicy } from '../model/parse-policy.ts'
import { checkName, checkPath, type Principal, principalArn } from '../model/principal.ts'
import { auditOf, mutate } from '../mutation.ts'
import { deletePrincipal, insertPrincipal, updatePrincipal } from '../store/principals.ts'
import { demand } from './demand.ts'

export type PrincipalKind = 'user' | 'role'

export interface CreateUser {
  name: string
  path?: string
  tags?: Readonly<Record<string, string>>
}

export interface CreateRole extends CreateUser {
  /** JSON text. */
  trust: string
  description?: string
  maxSessionSeconds?: number
}

const SESSION_SECONDS_MIN = 3600 // IAM API: CreateRole, MaxSessionDuration.
const SESSION_SECONDS_MAX = 43_200
const PRINCIPALS_MAX = 5000 // IAM quotas: users of an account.

/** @throws identity.access-denied, identity.entity-exists, identity.invalid-input */
export function createUser(
  parts: IdentityParts,
  caller: Caller,
  command: CreateUser,
): Promise<Principal> {
  return create(parts, caller, { ...command, kind: 'user', id: `AIDA${randomText(17, 'upper')}` })
}

/**
 * @throws identity.access-denied, identity.entity-exists, identity.invalid-input,
 * identity.malformed-policy
 */
export async function createRole(
  parts: IdentityParts,
  caller: Caller,
  command: CreateRole,
): Promise<Principal> {
  const { trust, maxSessionSeconds = SESSION_SECONDS_MIN, ...rest } = command
  checkSessionSeconds(maxSessionSeconds)
  return create(parts, caller, {
    ...rest,
    kind: 'role',
    id: `AROA${randomText(17, 'upper')}`,
    trust: parsePolicy(trust, 'trust'),
    maxSessionSeconds,
  })
}

interface NewEntity extends CreateUser {
  kind: PrincipalKind
  id: string
  trust?: Principal['trust']
  description?: string
  maxSessionSeconds?: number
}

async function create(parts: IdentityParts, caller: Caller, entity: NewEntity): Promise<Principal> {
  const { kind, name, path = '/', tags = {}, maxSessionSeconds = SESSION_SECONDS_MIN } = entity
  checkName(kind, name)
  checkPath(path)
  const { accountId } = caller
  const arn = principalArn({ accountId, kind, path, name })
  await demand(parts, caller, { action: `iam:Create${titleOf(kind)}`, resource: arn })
  const { principalsById } = await parts.directory.current()
  const own = [...principalsById.values()].filter((one) => one.accountId === accountId)
  if (own.length >= PRINCIPALS_MAX)
    throw limitExceeded({ reason: `an account has at most ${PRINCIPALS_MAX} users and roles` })
  const record = auditOf(caller, { action: `identity.${kind}-created`, resource: arn })
  await mutate(parts, record, (tx) =>
    insertPrincipal(tx, {
      ...entity,
      accountId,
      path,
      tags,
      maxSessionSeconds,
      createdAt: parts.clock(),
    }),
  )
  return (await parts.directory.current()).principalsById.get(entity.id)!
}

/** @throws identity.access-denied, identity.no-such-user, identity.no-such-role */
export async function getPrincipal(
  parts: IdentityParts,
  caller: Caller,
  wanted: { kind: PrincipalKind; name: string },
): Promise<Principal> {
  return demandPrincipal(parts, caller, { ...wanted, action: `iam:Get${titleOf(wanted.kind)}` })
}

/** In order of their names. @throws identity.access-denied */
export async function listPrincipals(
  parts: IdentityParts,
  caller: Caller,
  wanted: { kind: PrincipalKind; pathPrefix?: string },
): Promise<Principal[]> {
  const { kind, pathPrefix = '/' } = wanted
  const resource = `arn:aws:iam::${caller.accountId}:${kind}${pathPrefix}`
  await demand(parts, caller, { action: `iam:List${titleOf(kind)}s`, resource })
  const { principalsById } = await parts.directory.current()
  return [...principalsById.values()]
    .filter((one) => one.kind === kind && one.accountId === caller.accountId)
    .filter(({ path }) => path.startsWith(pathPrefix))
}

/**
 * @throws identity.access-denied, identity.no-such-user, identity.no-such-role,
 * identity.delete-conflict
 */
export async function removePrincipal(
  parts: IdentityParts,
  caller: Caller,
  wanted: { kind: PrincipalKind; name: string },
): Promise<void> {
  const action = `iam:Delete${titleOf(wanted.kind)}`
  const principal = await demandPrincipal(parts, caller, { ...wanted, action })
  const { keys } = await parts.directory.current()
  if (principal.inlinePolicies.size > 0)
    throw deleteConflict({ reason: 'must delete policies first' })
  if (principal.attachedPolicies.size > 0)
    throw deleteConflict({ reason: 'must detach all policies first' })
  if ([...keys.values()].some(({ principalId }) => principalId === principal.id))
    throw deleteConflict({ reason: 'must delete access keys first' })
  const record = auditOf(caller, {
    action: `identity.${wanted.kind}-deleted`,
    resource: principal.arn,
  })
  await mutate(parts, record, (tx) => deletePrincipal(tx, principal.id))
}

/** @throws identity.access-denied, identity.no-such-role, identity.malformed-policy */
export async function updateTrust(
  parts: IdentityParts,
  caller: Caller,
  command: { name: string; trust: string },
): Promise<void> {
  const trust = parsePolicy(command.trust, 'trust')
  const action = 'iam:UpdateAssumeRolePolicy'
  const role = await demandPrincipal(parts, caller, { kind: 'role', name: command.name, action })
  const record = auditOf(caller, { action: 'identity.trust-updated', resource: role.arn })
  await mutate(parts, record, (tx) => updatePrincipal(tx, role.id, { trust }))
}

/** @throws identity.access-denied, identity.no-such-role, identity.invalid-input */
export async function updateRole(
  parts: IdentityParts,
  caller: Caller,
  command: { name: string; description?: string; maxSessionSeconds?: number },
): Promise<void> {
  const { name, ...change } = command
  if (change.maxSessionSeconds !== undefined) checkSessionSeconds(change.maxSessionSeconds)
  const action = 'iam:UpdateRole'
  const role = await demandPrincipal(parts, caller, { kind: 'role', name, action })
  const record = auditOf(caller, { action: 'identity.role-updated', resource: role.arn })
  if (Object.keys(change).length > 0)
    await mutate(parts, record, (tx) => updatePrincipal(tx, role.id, change))
}

/** The gate first: who may not ask does not learn whether the name exists. */
export async function demandPrincipal(
  parts: IdentityParts,
  caller: Caller,
  wanted: { kind: PrincipalKind; name: string; action: string },
): Promise<Principal> {
  const { kind, name, action } = wanted
  const { accountId } = caller
  const { principalsById } = await parts.directory.current()
  const found = [...principalsById.values()].find(
    (one) => one.kind === kind && one.accountId === accountId && sameName(one.name, name),
  )
  const resource = found?.arn ?? principalArn({ accountId, kind, path: '/', name })
  await demand(parts, caller, { action, resource })
  if (!found) throw kind === 'user' ? noSuchUser({ name }) : noSuchRole({ name })
  return found
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

export function titleOf(kind: PrincipalKind): 'User' | 'Role' {
  return kind === 'user' ? 'User' : 'Role'
}

function checkSessionSeconds(seconds: number): void {
  if (seconds < SESSION_SECONDS_MIN || seconds > SESSION_SECONDS_MAX)
    throw invalidInput({
      reason: `MaxSessionDuration is not between ${SESSION_SECONDS_MIN} and ${SESSION_SECONDS_MAX}`,
    })
}
