import type { AccountId } from '../../identity/index.ts'
import { type Attributes, type Condition, conditionHolds } from './condition.ts'
import { ordered } from './ordered.ts'
import type { GrantableKind, Permission } from './permission.ts'

/** AND over keys, OR over the values of a key; keys and values in lower case. */
export type Expression = readonly { key: string; values: readonly string[] }[]

/** What a grant is on, by ids: it dies with the object and never returns by name (D-15). */
export type GrantResource =
  | { kind: 'catalog' }
  | { kind: 'database'; databaseId: string }
  | { kind: 'table'; databaseId: string; tableId: string }
  | { kind: 'all-tables'; databaseId: string }
  | { kind: 'columns'; databaseId: string; tableId: string; include: readonly number[] }
  | { kind: 'columns'; databaseId: string; tableId: string; exclude: readonly number[] }
  | { kind: 'filter'; databaseId: string; tableId: string; filterId: string }
  | { kind: 'location'; location: string }
  | { kind: 'tag'; key: string; values: readonly string[] }
  | PolicyResource
  | { kind: 'expression'; name: string }
  | { kind: 'row-policy'; name: string }

export type PolicyResource = { kind: 'database-policy' | 'table-policy' } & (
  | { expression: Expression }
  | { expressionName: string }
)

export interface Grant {
  id: string
  /** Whose store holds it: the owner's, or that of the account which the owner shared with. */
  accountId: AccountId
  /** The account that owns the resource. */
  catalogId: AccountId
  principal: string
  resource: GrantResource
  permissions: readonly Permission[]
  grantable: readonly Permission[]
  startsAt?: Date
  endsAt?: Date
  /** It counts only for principals with such tags, and never shows what is above its resource. */
  condition?: Condition
  /** How it came to be: creators' rows are ordinary, revocable rows (D-2). */
  source: 'grant' | 'creator' | 'default'
  grantedBy: string
  grantedAt: Date
  /** A policy over a deleted tag matches nothing, for ever (D-7). */
  invalidBecause?: string
}

export const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS'

export function kindOf(resource: GrantResource): GrantableKind {
  return resource.kind
}

/** Two grants to one principal on equal keys are one row. */
export function resourceKey(resource: GrantResource): string {
  return JSON.stringify(ordered(canonical(resource)))
}

function canonical(resource: GrantResource): GrantResource {
  if (resource.kind === 'columns' && 'include' in resource)
    return { ...resource, include: unique(resource.include) }
  if (resource.kind === 'columns') return { ...resource, exclude: unique(resource.exclude) }
  if (resource.kind === 'tag') return { ...resource, values: [...resource.values].sort() }
  if ('expression' in resource)
    return { ...resource, expression: canonicalExpression(resource.expression) }
  return resource
}

function unique(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((one, other) => one - other)
}

/** Keys and values in one order, each once. */
export function canonicalExpression(expression: Expression): Expression {
  return [...expression]
    .map(({ key, values }) => ({ key, values: [...new Set(values)].sort() }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** In force at `at`, and for a principal with these attributes. */
export function counts(
  grant: Grant,
  { principal, at }: { principal: { attributes?: Attributes }; at: number },
): boolean {
  return active(grant, at) && conditionHolds(grant.condition, principal.attributes)
}

export function active(grant: Grant, at: number): boolean {
  if (grant.invalidBecause !== undefined) return false
  if (grant.startsAt !== undefined && at < grant.startsAt.getTime()) return false
  return grant.endsAt === undefined || at < grant.endsAt.getTime()
}
