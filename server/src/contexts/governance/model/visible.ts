import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import { permits, tableAccess } from './decide.ts'
import { databaseAccess } from './decide-others.ts'
import { expressionAccess } from './expression-access.ts'
import { type Expression, type GrantResource, resourceKey } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import { ownNames, type Principal } from './reach.ts'
import { fieldNames } from './register.ts'
import {
  expressionText,
  foldedExpression,
  type ResourceName,
  resolve,
  textOf,
} from './resource-name.ts'
import { rowPolicyAccess } from './row-policy-access.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'
import { tagAccess } from './tag-access.ts'

interface Seen {
  principal: Principal
  catalogId: AccountId
  resource: GrantResource
  at: number
}

/** May the principal know that the resource exists? What it may not is as if absent (D-21). */
export function seesResource(snapshot: Snapshot, seen: Seen): boolean {
  const { principal, resource, at } = seen
  const question = { principal, at, use: 'permissions' as const }
  if ('tableId' in resource) {
    const access = tableAccess(snapshot, { principal, tableId: resource.tableId, at })
    return access !== undefined && permits(access, 'DESCRIBE')
  }
  if ('databaseId' in resource)
    return databaseAccess(snapshot, { ...question, databaseId: resource.databaseId }).size > 0
  if (resource.kind === 'tag') {
    const on = { ...question, ownerId: seen.catalogId, key: resource.key }
    return tagAccess(snapshot, on).size > 0
  }
  if (resource.kind === 'row-policy') {
    const on = { ...question, ownerId: seen.catalogId, name: resource.name }
    return rowPolicyAccess(snapshot, on).size > 0
  }
  if (resource.kind === 'expression') return seesExpression(snapshot, seen, resource.name)
  if ('expressionName' in resource) return seesExpression(snapshot, seen, resource.expressionName)
  return true
}

/**
 * Names become ids, as by `resolve`. Columns that the asker may not know of are told as those that
 * are not there (D-21), whatever else stands against what is asked.
 *
 * @throws governance.not-found, governance.invalid-input
 */
export function resolveSeen(
  snapshot: Snapshot,
  asker: Omit<Seen, 'resource'>,
  name: ResourceName,
): GrantResource {
  const resource = resolve(snapshot, asker.catalogId, name)
  demandSeenColumns(snapshot, { ...asker, resource }, name)
  return resource
}

/** @throws governance.not-found */
export function demandSeenColumns(
  snapshot: Snapshot,
  { resource, ...asker }: Seen,
  name: ResourceName,
): void {
  if (resource.kind !== 'columns') return
  const seen = seenColumns(snapshot, { ...asker, tableId: resource.tableId })
  const named = 'include' in resource ? resource.include : resource.exclude
  if (!named.every((id) => seen.has(id))) throw notFound({ resource: textOf(name) })
}

/** As `resolveSeen`; all that the asker may not know of is told as not there. */
export function resolveKnown(
  snapshot: Snapshot,
  asker: Omit<Seen, 'resource'>,
  name: ResourceName,
): GrantResource {
  const resource = resolveSeen(snapshot, asker, name)
  if (!seesResource(snapshot, { ...asker, resource })) throw notFound({ resource: textOf(name) })
  return resource
}

const NONE: ReadonlySet<number> = new Set()

/** Columns of a table that somebody may know of, by id. */
export function seenColumns(
  snapshot: Snapshot,
  of: { principal: Principal; tableId: string; at: number },
): ReadonlySet<number> {
  return tableAccess(snapshot, of)?.described ?? NONE
}

/** Their names, and those of what is inside of them, by id. */
export function knownNames(
  snapshot: Snapshot,
  of: { principal: Principal; tableId: string; at: number },
): readonly (readonly [number, string])[] {
  const seen = seenColumns(snapshot, of)
  const columns = snapshot.governed.get(of.tableId)?.table.columns ?? []
  return fieldNames(columns.filter(({ id }) => seen.has(id)))
}

/** By a right on it, or because a grant that one has names it. */
function seesExpression(snapshot: Snapshot, seen: Seen, name: string): boolean {
  const { principal, catalogId, resource, at } = seen
  const question = { principal, at, use: 'permissions' as const, ownerId: catalogId, name }
  if (expressionAccess(snapshot, question).size > 0) return true
  return ownNames(principal)
    .flatMap((grantee) => grantsLike(grantsOf(snapshot, principal.accountId, grantee), seen))
    .some(
      (grant) =>
        grant.catalogId === catalogId && resourceKey(grant.resource) === resourceKey(resource),
    )
}

/**
 * The expression, folded. A tag that the asker may not know of is told as one that is not there.
 *
 * @throws governance.not-found, governance.invalid-input
 */
export function seenPairs(
  snapshot: Snapshot,
  asker: Omit<Seen, 'resource'>,
  expression: Expression,
): Expression {
  const { principal, at, catalogId } = asker
  const question = { principal, at, ownerId: catalogId, use: 'permissions' as const }
  const folded = knownPairs(snapshot, catalogId, expression)
  const seen = folded?.every(({ key, values }) =>
    values.every((value) => tagAccess(snapshot, { ...question, key, value }).size > 0),
  )
  if (folded === undefined || !seen) throw notFound({ resource: expressionText(expression) })
  return folded
}

function knownPairs(
  snapshot: Snapshot,
  catalogId: AccountId,
  expression: Expression,
): Expression | undefined {
  try {
    return foldedExpression(snapshot, catalogId, expression)
  } catch (error) {
    if (!notFound.matches(error)) throw error
    return undefined
  }
}
