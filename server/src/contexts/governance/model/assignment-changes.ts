import { DomainError } from '../../../foundation/errors.ts'
import type { AccountId } from '../../identity/index.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import { tableLeg } from './decide.ts'
import { databaseAccess } from './decide-others.ts'
import { TAGS_PER_RESOURCE_MAX } from './decisions.ts'
import type { GrantResource } from './grant.ts'
import type { Act } from './grant-changes.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import { administers } from './reach.ts'
import { onLink, type ResourceName, textOf } from './resource-name.ts'
import { type Snapshot, targetKey } from './snapshot.ts'
import { tagAccess } from './tag-access.ts'
import { foldTag } from './tag-expression.ts'
import { resolveSeen, seesResource } from './visible.ts'
import { type Assignment, type Change, keyOf } from './world.ts'

export interface TagPair {
  key: string
  value: string
}

export interface AssignmentCommand {
  catalogId: AccountId
  resource: ResourceName
  pairs: readonly TagPair[]
}

export interface Assigned {
  changes: Change[]
  /** Pairs that could not be set or removed; the others were (AWS: `Failures`). */
  failures: { pair: TagPair; error: DomainError }[]
}

type Target = Pick<Assignment, 'databaseId' | 'tableId' | 'columnId'>

/** One value per key: another value takes the place of the old one (D-6). */
export function assigned(snapshot: Snapshot, act: Act, command: AssignmentCommand): Assigned {
  const keys = command.pairs.map(({ key }) => foldTag(key))
  if (new Set(keys).size < keys.length)
    throw invalidInput({ reason: 'Only one value of a key can be assigned to a resource' })
  const targets = demandTargets(snapshot, act, command)
  return eachPair(command.pairs, (pair) => {
    demandAssociate(snapshot, act, command.catalogId, pair)
    return targets.flatMap((target) => {
      const key = keyOf.assignment({ ...target, key: pair.key })
      const old = snapshot.world.assignments.get(key)
      if (old?.value === pair.value) return []
      const there = snapshot.assignments.get(targetKey(target))?.size ?? 0
      if (old === undefined && there >= TAGS_PER_RESOURCE_MAX)
        throw invalidInput({ reason: `More than ${TAGS_PER_RESOURCE_MAX} tags on a resource` })
      const by = { assignedBy: act.principal.arn, assignedAt: act.now }
      return [{ of: 'assignments', key, row: { ...target, ...pair, ...by } } as const]
    })
  })
}

/** Removes what is assigned at that level; what is inherited shows again. */
export function unassigned(snapshot: Snapshot, act: Act, command: AssignmentCommand): Assigned {
  const targets = demandTargets(snapshot, act, command)
  return eachPair(command.pairs, (pair) => {
    demandAssociate(snapshot, act, command.catalogId, pair)
    return targets.map((target): Change => {
      const key = keyOf.assignment({ ...target, key: pair.key })
      if (snapshot.world.assignments.get(key)?.value !== pair.value)
        throw notFound({ resource: `tag ${pair.key}=${pair.value}` })
      return { of: 'assignments', key, row: undefined }
    })
  })
}

function eachPair(pairs: readonly TagPair[], changesOf: (pair: TagPair) => Change[]): Assigned {
  const result: Assigned = { changes: [], failures: [] }
  for (const raw of pairs) {
    const pair = { key: foldTag(raw.key), value: foldTag(raw.value) }
    try {
      result.changes.push(...changesOf(pair))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      result.failures.push({ pair: raw, error })
    }
  }
  return result
}

function demandTargets(snapshot: Snapshot, act: Act, command: AssignmentCommand): Target[] {
  const { principal, now } = act
  const { catalogId } = command
  const asker = { principal, catalogId, at: now.getTime() }
  const resource = resolveSeen(snapshot, asker, command.resource)
  const targets = targetsOf(resource)
  if (onLink(snapshot, resource))
    throw invalidInput({ reason: 'LF-Tags go on what a resource link names, not on the link' })
  if (mayTag(snapshot, act, catalogId, resource)) return targets
  if (!seesResource(snapshot, { ...asker, resource }))
    throw notFound({ resource: textOf(command.resource) })
  const permission = 'all table permissions with grant option'
  throw denied({ permission, resource: textOf(command.resource) })
}

function targetsOf(resource: GrantResource): Target[] {
  if (resource.kind === 'database') return [{ databaseId: resource.databaseId }]
  if (resource.kind === 'table')
    return [{ databaseId: resource.databaseId, tableId: resource.tableId }]
  if (resource.kind === 'columns' && 'include' in resource) {
    const { databaseId, tableId } = resource
    return resource.include.map((columnId) => ({ databaseId, tableId, columnId }))
  }
  throw invalidInput({ reason: 'LF-Tags go on databases, tables and named columns' })
}

// AWS guide, "Managing LF-Tags": what an assigner needs with grant option on the resource.
const ON_DATABASE: readonly Permission[] = ['DESCRIBE', 'CREATE_TABLE', 'ALTER', 'DROP']
const ON_FOREIGN_DATABASE: readonly Permission[] = ['DESCRIBE', 'CREATE_TABLE', 'ALTER']

function mayTag(
  snapshot: Snapshot,
  { principal, now }: Act,
  catalogId: AccountId,
  resource: GrantResource,
): boolean {
  const home = principal.accountId === catalogId
  if (home && administers(snapshot, principal, 'admin')) return true
  const at = now.getTime()
  if ('tableId' in resource) {
    const on = snapshot.governed.get(resource.tableId)
    if (on === undefined) return false
    const leg = tableLeg(snapshot, { principal, on, at, use: 'grantable' })
    const whole = leg.sources.some(
      ({ columns, rows }) => columns.size === on.everColumns.size && rows.op === 'true',
    )
    const held = PERMISSIONS_OF.table.every((one) => leg.permissions.has(one))
    return held && (whole || on.columns.size === 0)
  }
  if (resource.kind !== 'database') return false
  const question = { principal, at, use: 'grantable' as const }
  const held = databaseAccess(snapshot, { ...question, databaseId: resource.databaseId })
  return (home ? ON_DATABASE : ON_FOREIGN_DATABASE).every((one) => held.has(one))
}

function demandAssociate(
  snapshot: Snapshot,
  act: Act,
  catalogId: AccountId,
  { key, value }: TagPair,
): void {
  const tag = snapshot.world.tags.get(keyOf.tag(catalogId, key))
  const question = { principal: act.principal, at: act.now.getTime(), ownerId: catalogId, key }
  const held = tagAccess(snapshot, { ...question, use: 'permissions', value })
  if (tag === undefined || !tag.values.includes(value) || held.size === 0)
    throw notFound({ resource: `tag ${key}=${value}` })
  if (!held.has('ASSOCIATE')) throw denied({ permission: 'ASSOCIATE', resource: `${key}=${value}` })
}
