import type { AccountId } from '../../identity/index.ts'
import { invalidInput, notFound } from '../errors.ts'
import type { Condition } from './condition.ts'
import { registeredAt } from './decide-others.ts'
import { DESCRIBE_EXCLUDES_PARTIAL_SELECT, FILTER_SELECTS_PER_TABLE_MAX } from './decisions.ts'
import { active, type Grant, type GrantResource } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import {
  LINK_PERMISSIONS,
  legalPermissions,
  PERMISSIONS_OF,
  type Permission,
} from './permission.ts'
import { external, type Grantee } from './principal.ts'
import type { Principal } from './reach.ts'
import { onLink, type ResourceName } from './resource-name.ts'
import { grantsOf, openToIam, type Snapshot, settingsOf } from './snapshot.ts'

export interface Asked {
  resource: GrantResource
  catalogId: AccountId
  /** Whose store the rows are in. */
  accountId: AccountId
}

/** What a grant says, as far as the limits look at it. */
type Wanted = Pick<Grant, 'permissions' | 'grantable'> & {
  resource: ResourceName
  condition?: Condition
}

export function demandShape({ resource, permissions, grantable }: Wanted): void {
  const legal = legalPermissions(resource.kind)
  const field = 'permissions'
  if (permissions.length === 0)
    throw invalidInput({ reason: 'Permissions must not be empty', field })
  const illegal = [...permissions, ...grantable].find((one) => !legal.includes(one))
  if (illegal !== undefined)
    throw invalidInput({ reason: `Permission ${illegal} is not valid on this resource`, field })
  const loose = grantable.find((one) => !permissions.includes(one) && !permissions.includes('ALL'))
  if (loose !== undefined)
    throw invalidInput({
      reason: `Grantable permission ${loose} is not among the permissions`,
      field,
    })
  const excluding = resource.kind === 'columns' && 'exclude' in resource
  if (excluding && resource.exclude.length > 0 && grantable.length > 0)
    throw invalidInput({ reason: 'With grant option, columns can only be included' })
}

const CONDITIONAL: readonly GrantResource['kind'][] = [
  ...(['catalog', 'database', 'table', 'all-tables', 'columns', 'filter'] as const),
]

/** AWS guide, "Attribute-based access control considerations". */
export function demandConditional(command: Wanted, { kind }: Grantee): void {
  const { condition, resource, grantable } = command
  if (condition === undefined) return
  const field = 'condition'
  if (!CONDITIONAL.includes(resource.kind))
    throw invalidInput({ reason: 'A condition cannot be set on this kind of resource', field })
  if (grantable.length > 0)
    throw invalidInput({ reason: 'A grant with a condition takes no grant option', field })
  if (kind !== 'person' && kind !== 'people')
    throw invalidInput({ reason: 'A condition asks for tags of users and roles', field })
}

/** Of places only those are granted that the catalog’s account has registered. */
export function demandRegistered(snapshot: Snapshot, { resource, catalogId }: Asked): void {
  if (resource.kind !== 'location') return
  if (registeredAt(snapshot, resource.location)?.accountId !== catalogId)
    throw notFound({ resource: resource.location })
}

/** A resource link is seen and dropped, within its account, and nothing else. */
export function demandLinkRight(
  snapshot: Snapshot,
  { resource, catalogId, command, grantee }: Asked & { command: Wanted; grantee: Grantee },
): void {
  if (!onLink(snapshot, resource)) return
  const legal = new Set<Permission>([...LINK_PERMISSIONS, 'ALL'])
  const itself = resource.kind === 'database' || resource.kind === 'table'
  const illegal = command.permissions.find((one) => !itself || !legal.has(one))
  if (illegal !== undefined)
    throw invalidInput({ reason: `Permission ${illegal} is not valid on a resource link` })
  if (external(grantee, catalogId))
    throw invalidInput({ reason: 'A resource link cannot be granted to another account' })
}

/** Limits of grants that leave the owner's account, and of those that a recipient makes. */
export function demandReachable(
  snapshot: Snapshot,
  on: Asked & { act: { principal: Principal; now: Date }; command: Wanted; grantee: Grantee },
): void {
  const { grantee, catalogId, act, command, resource } = on
  const home = act.principal.accountId === catalogId
  const inside = 'accountId' in grantee && grantee.accountId === act.principal.accountId
  if (!home && (!inside || grantee.kind === 'account'))
    throw invalidInput({ reason: 'A shared resource can be granted only within the account' })
  if (home && grantee.kind === 'account' && grantee.accountId === catalogId)
    throw invalidInput({ reason: 'The owner account cannot be granted its own resource' })
  if (grantee.kind === 'iam-allowed' && command.grantable.length > 0)
    throw invalidInput({ reason: 'IAM_ALLOWED_PRINCIPALS takes no grant option' })
  if (!home || !external(grantee, catalogId)) return
  demandExternal(resource, command.permissions)
  const version = Number(settingsOf(snapshot, catalogId).parameters.CROSS_ACCOUNT_VERSION ?? 1)
  const direct = grantee.kind === 'person' || grantee.kind === 'people'
  if (direct && version < 3)
    throw invalidInput({ reason: 'Direct cross-account grants need version 3 or above' })
  const at = act.now.getTime()
  const open = 'databaseId' in resource && openToIam(snapshot, catalogId, { ...resource, at })
  if (open && version < 4)
    throw invalidInput({ reason: 'IAMAllowedPrincipals has permissions on this resource' })
}

/** The cross-account column of the resource matrix (section 1.4). */
function demandExternal(resource: GrantResource, permissions: readonly Permission[]): void {
  const { kind } = resource
  const refused: readonly Permission[] =
    kind === 'database' || kind === 'database-policy'
      ? ['DROP', 'ALL']
      : kind === 'tag' || kind === 'expression'
        ? ['ALTER', 'DROP', 'GRANT_WITH_LF_TAG_EXPRESSION']
        : kind === 'filter'
          ? ['DESCRIBE', 'DROP']
          : kind === 'row-policy'
            ? PERMISSIONS_OF['row-policy']
            : []
  const illegal = permissions.find((one) => refused.includes(one))
  if (illegal !== undefined)
    throw invalidInput({ reason: `${illegal} cannot be granted to another account` })
}

const NEEDS_WHOLE_TABLE: readonly Permission[] = ['ALTER', 'DROP', 'DELETE', 'INSERT']

/** Whoever reads only a part of a table gets nothing that needs the whole (1.6, D-3). */
export function demandNoConflict(
  snapshot: Snapshot,
  on: Asked & { grantee: Grantee; permissions: readonly Permission[]; during: Span },
): void {
  const { resource, permissions, during } = on
  if (!('tableId' in resource)) return
  const index = grantsOf(snapshot, on.accountId, on.grantee.name)
  const partial = grantsLike(index, on).filter(
    (grant) =>
      meets(grant, during) &&
      (grant.resource.kind === 'filter' || choosesColumns(snapshot, grant.resource)) &&
      grant.permissions.includes('SELECT'),
  )
  const filters = partial.filter((grant) => grant.resource.kind === 'filter').length
  if (resource.kind === 'filter' && filters >= FILTER_SELECTS_PER_TABLE_MAX)
    throw invalidInput({ reason: `More than ${FILTER_SELECTS_PER_TABLE_MAX} data filters` })
  if (resource.kind !== 'table' || partial.length === 0) return
  if (permissions.includes('SELECT') || permissions.includes('ALL')) return
  const conflicting = [
    ...NEEDS_WHOLE_TABLE,
    ...(DESCRIBE_EXCLUDES_PARTIAL_SELECT ? (['DESCRIBE'] as const) : []),
  ].find((one) => permissions.includes(one))
  if (conflicting !== undefined)
    throw invalidInput({ reason: `${conflicting} needs SELECT on the whole table` })
}

/** From its beginning, and for ever where it has no end. */
interface Span {
  from: Date
  endsAt?: Date | undefined
}

/** At some moment both are in force: one that has ended, or begins when the other has, is not. */
function meets({ startsAt, endsAt, invalidBecause }: Grant, during: Span): boolean {
  if (invalidBecause !== undefined) return false
  const over = endsAt !== undefined && endsAt <= during.from
  return !over && (!startsAt || !during.endsAt || startsAt < during.endsAt)
}

/**
 * AWS guide, "Data filtering limitations": SELECT on some columns has no effect for who holds what
 * needs the whole table (1.6), here as long as the grant would last.
 */
export function columnsHaveNoEffect(
  snapshot: Snapshot,
  { grantee, during, ...on }: Asked & { grantee: Grantee; during: Span },
): boolean {
  if (!choosesColumns(snapshot, on.resource)) return false
  return grantsLike(grantsOf(snapshot, on.accountId, grantee.name), on).some(
    (grant) =>
      grant.resource.kind === 'table' &&
      grant.condition === undefined &&
      active(grant, during.from.getTime()) &&
      lasts(grant, during.endsAt) &&
      grant.permissions.some((one) => one === 'ALL' || NEEDS_WHOLE_TABLE.includes(one)),
  )
}

function lasts({ endsAt }: Grant, until: Date | undefined): boolean {
  return endsAt === undefined || (until !== undefined && until <= endsAt)
}

function choosesColumns({ world }: Snapshot, resource: GrantResource): boolean {
  const choice =
    resource.kind === 'filter' ? world.filters.get(resource.filterId)?.columns : resource
  if (choice === undefined) return false
  return 'include' in choice || ('exclude' in choice && choice.exclude.length > 0)
}
