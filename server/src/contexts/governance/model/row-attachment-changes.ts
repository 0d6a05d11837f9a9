import type { AccountId } from '../../identity/index.ts'
import { alreadyExists, denied, invalidInput, notFound } from '../errors.ts'
import { mayGrant } from './authority.ts'
import type { Condition } from './condition.ts'
import { resourceKey } from './grant.ts'
import type { Act } from './grant-changes.ts'
import { parseGrantee } from './principal.ts'
import { administers } from './reach.ts'
import { type ResourceName, textOf } from './resource-name.ts'
import type { RowAttachment, RowResource } from './row-policy.ts'
import { demandFits, demandRowPolicy, type RowPolicyName } from './row-policy-changes.ts'
import type { Snapshot } from './snapshot.ts'
import { tagAccess } from './tag-access.ts'
import { resolveKnown } from './visible.ts'
import { type Change, keyOf } from './world.ts'

export interface AttachmentCommand extends RowPolicyName {
  resource: ResourceName
  /** Absent: for everybody, which is said as such on the wire. */
  principal?: string
  condition?: Condition
}

/** Rows of the resource are those of the policy from now on, for whom it names. */
export function attachedRowPolicy(
  snapshot: Snapshot,
  act: Act,
  command: AttachmentCommand,
): Change[] {
  const { policy, named } = demandAttachable(snapshot, act, command)
  const { resource } = named
  if (resource.kind === 'table') {
    const table = snapshot.world.tables.get(resource.tableId)
    if (table) demandFits(policy, table)
  }
  const key = keyOf.rowAttachment(named)
  const what = `RLS policy "${policy.name}" on ${textOf(command.resource)}`
  if (snapshot.world.rowAttachments.has(key)) throw alreadyExists({ resource: what })
  if (named.principal === undefined) demandOneDefault(snapshot, named)
  const row = { ...named, attachedBy: act.principal.arn, attachedAt: act.now }
  return [{ of: 'rowAttachments', key, row }]
}

/** The rows that it closed are open again, unless other policies close them. */
export function detachedRowPolicy(
  snapshot: Snapshot,
  act: Act,
  command: AttachmentCommand,
): Change[] {
  const { policy, named } = demandAttachable(snapshot, act, command)
  const key = keyOf.rowAttachment(named)
  if (!snapshot.world.rowAttachments.has(key)) {
    const whom = command.principal ?? 'everybody'
    const on = textOf(command.resource)
    throw notFound({ resource: `RLS policy "${policy.name}" on ${on} for ${whom}` })
  }
  return [{ of: 'rowAttachments', key, row: undefined }]
}

/** What is on record of an attachment that comes or goes. */
export function attachmentTold(command: AttachmentCommand) {
  const { name: policy, catalogId, resource, principal, condition } = command
  const detail = { catalogId, policy, grantee: principal ?? 'everybody' }
  return {
    resource: textOf(resource),
    detail: condition ? { ...detail, condition: condition.text } : detail,
  }
}

type Named = Omit<RowAttachment, 'attachedBy' | 'attachedAt'>

/** Who may attach may detach: ASSOCIATE on the policy, and the right to give away the resource. */
function demandAttachable(snapshot: Snapshot, act: Act, command: AttachmentCommand) {
  const { catalogId, condition } = command
  if (act.principal.accountId !== catalogId)
    throw invalidInput({ reason: 'RLS policies are attached to tables of the own catalog' })
  const policy = demandRowPolicy(snapshot, act, { ...command, permission: 'ASSOCIATE' })
  const resource = rowResource(snapshot, act, command)
  demandHolder(snapshot, act, { command, resource })
  const principal = whom(command)
  if (condition !== undefined && resource.kind !== 'table')
    throw invalidInput({ reason: 'A condition cannot be set on tables by tags' })
  const named: Named = {
    ...{ accountId: catalogId, policy: policy.name, resource },
    ...(principal === undefined ? {} : { principal }),
    ...(condition === undefined ? {} : { condition }),
  }
  return { policy, named }
}

function whom({ principal, catalogId, condition }: AttachmentCommand): string | undefined {
  if (principal === undefined) return undefined
  const grantee = parseGrantee(principal)
  const { kind, name } = grantee
  if (kind === 'iam-allowed')
    throw invalidInput({ reason: 'An RLS policy for everybody is a default: use SetDefault' })
  if (kind === 'account' && grantee.accountId === catalogId)
    throw invalidInput({ reason: `Name its people, "${catalogId}:IAMPrincipals"` })
  if (condition !== undefined && kind !== 'person' && kind !== 'people')
    throw invalidInput({ reason: 'A condition asks for tags of users and roles' })
  return name
}

/** @throws governance.invalid-input for all but tables, by name or by tags */
function rowResource(
  snapshot: Snapshot,
  { principal, now }: Act,
  { catalogId, resource: name }: AttachmentCommand,
): RowResource {
  const resource = resolveKnown(snapshot, { principal, catalogId, at: now.getTime() }, name)
  if (resource.kind === 'table') return resource
  if (resource.kind === 'table-policy') return { ...resource, kind: 'table-policy' }
  throw invalidInput({ reason: 'RLS policies are attached to tables, by name or by LF-Tags' })
}

/** AWS guide, "Managing RLS policies": ALL with grant option, or the right to grant by the tags. */
function demandHolder(
  snapshot: Snapshot,
  { principal, now }: Act,
  { command, resource }: { command: AttachmentCommand; resource: RowResource },
): void {
  const { catalogId } = command
  const at = now.getTime()
  if (administers(snapshot, principal, 'admin')) return
  if (resource.kind === 'table') {
    const asked = { principal, catalogId, resource, permissions: ['ALL'] as const, at }
    if (mayGrant(snapshot, asked)) return
    throw denied({ permission: 'ALL with grant option', resource: textOf(command.resource) })
  }
  const permission = 'GRANT_WITH_LF_TAG_EXPRESSION' // D-18: what the guide calls MANAGE_TAG_POLICY.
  const question = { principal, at, ownerId: catalogId, use: 'permissions' as const }
  for (const { key, values } of pairsOf(snapshot, catalogId, resource))
    for (const value of values)
      if (!tagAccess(snapshot, { ...question, key, value }).has(permission))
        throw denied({ permission, resource: `tag ${key}=${value}` })
}

function pairsOf(
  { world }: Snapshot,
  catalogId: AccountId,
  resource: Exclude<RowResource, { kind: 'table' }>,
) {
  if ('expression' in resource) return resource.expression
  const key = keyOf.expression(catalogId, resource.expressionName)
  return world.expressions.get(key)?.expression ?? []
}

/** A resource has one policy for everybody, so that nobody is left others by a second one. */
function demandOneDefault({ world }: Snapshot, named: Named): void {
  const key = resourceKey(named.resource)
  const other = [...world.rowAttachments.values()].find(
    (row) =>
      row.accountId === named.accountId &&
      row.principal === undefined &&
      resourceKey(row.resource) === key,
  )
  if (other) throw alreadyExists({ resource: `The default RLS policy "${other.policy}"` })
}

/** The policies whose reach would be another without this tag, value or saved expression. */
export function policiesBy(
  { world }: Snapshot,
  accountId: AccountId,
  named: (resource: RowResource) => boolean,
): string[] {
  const rows = [...world.rowAttachments.values()].filter(
    (row) => row.accountId === accountId && named(row.resource),
  )
  return [...new Set(rows.map(({ policy }) => policy))]
}

/** A table that a policy does not reach any more is open: what names it goes after it. */
export function demandUnattached(
  snapshot: Snapshot,
  of: { accountId: AccountId; what: string; named: (resource: RowResource) => boolean },
): void {
  const [policy] = policiesBy(snapshot, of.accountId, of.named)
  if (policy !== undefined)
    throw invalidInput({ reason: `RLS policy "${policy}" is attached by ${of.what}; detach it` })
}
