import type { IdentityParts } from '../deps.ts'
import { limitExceeded, noSuchPolicy } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { managedPolicies } from '../model/managed-policies.ts'
import { parsePolicy } from '../model/parse-policy.ts'
import { checkName } from '../model/principal.ts'
import { auditOf, mutate } from '../mutation.ts'
import { attach, deleteInline, detach, putInline } from '../store/policies.ts'
import { demandPrincipal, type PrincipalKind, titleOf } from './principals.ts'

export interface Holder {
  kind: PrincipalKind
  name: string
}

const ATTACHED_MAX = 20 // IAM quotas: managed policies attached to a user or role, at most.
const INLINE_MAX = 50

/**
 * @throws identity.access-denied, identity.no-such-user, identity.no-such-role,
 * identity.malformed-policy, identity.limit-exceeded
 */
export async function putInlinePolicy(
  parts: IdentityParts,
  caller: Caller,
  command: Holder & { policyName: string; text: string },
): Promise<void> {
  const { kind, policyName: name, text } = command
  checkName('policy', name)
  parsePolicy(text, 'permission')
  const holder = await demandPrincipal(parts, caller, {
    ...command,
    action: `iam:Put${titleOf(kind)}Policy`,
  })
  if (!holder.inlinePolicies.has(name) && holder.inlinePolicies.size >= INLINE_MAX)
    throw limitExceeded({ reason: `at most ${INLINE_MAX} inline policies` })
  const record = auditOf(caller, {
    action: 'identity.policy-put',
    resource: holder.arn,
    detail: { policy: name, text },
  })
  await mutate(parts, record, (tx) => putInline(tx, { principalId: holder.id, name, text }))
}

/** The JSON text as it was put. @throws identity.access-denied, identity.no-such-policy */
export async function getInlinePolicy(
  parts: IdentityParts,
  caller: Caller,
  wanted: Holder & { policyName: string },
): Promise<string> {
  const action = `iam:Get${titleOf(wanted.kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  const text = holder.inlinePolicies.get(wanted.policyName)
  if (text === undefined) throw noSuchPolicy({ name: wanted.policyName })
  return text
}

/** Names, sorted. @throws identity.access-denied */
export async function listInlinePolicies(
  parts: IdentityParts,
  caller: Caller,
  wanted: Holder,
): Promise<string[]> {
  const action = `iam:List${titleOf(wanted.kind)}Policies`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  return [...holder.inlinePolicies.keys()].sort()
}

/** @throws identity.access-denied, identity.no-such-policy */
export async function deleteInlinePolicy(
  parts: IdentityParts,
  caller: Caller,
  wanted: Holder & { policyName: string },
): Promise<void> {
  const { kind, policyName: name } = wanted
  const action = `iam:Delete${titleOf(kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  if (!holder.inlinePolicies.has(name)) throw noSuchPolicy({ name })
  const record = auditOf(caller, {
    action: 'identity.policy-deleted',
    resource: holder.arn,
    detail: { policy: name },
  })
  await mutate(parts, record, (tx) => deleteInline(tx, { principalId: holder.id, name }))
}

/** @throws identity.access-denied, identity.no-such-policy, identity.limit-exceeded */
export async function attachPolicy(
  parts: IdentityParts,
  caller: Caller,
  command: Holder & { policyArn: string },
): Promise<void> {
  const { kind, policyArn } = command
  const action = `iam:Attach${titleOf(kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...command, action })
  if (!managedPolicies.has(policyArn)) throw noSuchPolicy({ name: policyArn })
  if (holder.attachedPolicies.size >= ATTACHED_MAX)
    throw limitExceeded({ reason: `at most ${ATTACHED_MAX} attached policies` })
  const record = auditOf(caller, {
    action: 'identity.policy-attached',
    resource: holder.arn,
    detail: { policyArn },
  })
  await mutate(parts, record, (tx) => attach(tx, { principalId: holder.id, policyArn }))
}

/** @throws identity.access-denied, identity.no-such-policy */
export async function detachPolicy(
  parts: IdentityParts,
  caller: Caller,
  command: Holder & { policyArn: string },
): Promise<void> {
  const { kind, policyArn } = command
  const action = `iam:Detach${titleOf(kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...command, action })
  if (!holder.attachedPolicies.has(policyArn)) throw noSuchPolicy({ name: policyArn })
  const record = auditOf(caller, {
    action: 'identity.policy-detached',
    resource: holder.arn,
    detail: { policyArn },
  })
  await mutate(parts, record, (tx) => detach(tx, { principalId: holder.id, policyArn }))
}

/** ARNs, sorted. @throws identity.access-denied */
export async function listAttachedPolicies(
  parts: IdentityParts,
  caller: Caller,
  wanted: Holder,
): Promise<string[]> {
  const action = `iam:ListAttached${titleOf(wanted.kind)}Policies`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  return [...holder.attachedPolicies].sort()
}
