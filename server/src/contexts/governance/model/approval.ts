import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import { chosenColumns } from './evaluate.ts'
import type { Governed } from './governed.ts'
import type { Expression, GrantResource } from './grant.ts'
import { columnsOf } from './logic.ts'
import { type ResourceName, resolve } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import { matches } from './tag-expression.ts'
import { tableTags } from './tag-inheritance.ts'

/** What bears such tags is granted on request by so many of these people. */
export interface ApprovalRule {
  name: string
  expression: Expression
  /** Users and roles, of whatever account. */
  approvers: readonly string[]
  persons: number
}

/** Somebody agreed to the effects of a request. */
export interface Approval {
  /** As whom; rules name it. */
  principal: string
  /** Who it was behind whatever role: each counts once. */
  person: string
  /** Of the effects that they saw. */
  digest: string
  /** When they would have it end at the latest. */
  endsAt?: Date
  approvedAt: Date
}

/** A rule that has not enough approvals yet, and how many persons more it needs. */
export interface Lack {
  rule: ApprovalRule
  persons: number
}

/**
 * The rules that hold for what is asked: by the tags of the table and of each column that is asked
 * for or that picks the rows. What is not there bears no tags; what is more than one table may hold
 * whatever there is.
 */
export function rulesOn(
  snapshot: Snapshot,
  { catalogId, resource }: { catalogId: AccountId; resource: ResourceName },
  rules: readonly ApprovalRule[],
): readonly ApprovalRule[] {
  const on = resolved(snapshot, catalogId, resource)
  if (on === undefined) return []
  const governed = 'tableId' in on ? snapshot.governed.get(on.tableId) : undefined
  if (governed === undefined) return rules
  const asked = askedColumns(snapshot, on, governed)
  const tags = [
    tableTags(snapshot.assignments, governed.table),
    ...governed.groups.filter(({ columns }) => columns.some((id) => asked.has(id))).map(tagsOf),
  ]
  return rules.filter(({ expression }) => tags.some((one) => matches(expression, one)))
}

/** Every rule wants so many of its own people; one approval may count for several rules. */
export function lacking(rules: readonly ApprovalRule[], approvals: readonly Approval[]): Lack[] {
  return rules.flatMap((rule) => {
    const theirs = approvals.filter(({ principal }) => rule.approvers.includes(principal))
    const persons = rule.persons - new Set(theirs.map(({ person }) => person)).size
    return persons > 0 ? [{ rule, persons }] : []
  })
}

/** One rule that holds for a request: how many of whom, and how many of them have approved. */
export interface Need {
  rule: string
  persons: number
  approvers: readonly string[]
  approved: number
}

/** Whose word a request needs; whether those who gave it saw the effects of today is not asked. */
export function needsOf(
  snapshot: Snapshot,
  request: { catalogId: AccountId; resource: ResourceName },
  { rules, approvals }: { rules: readonly ApprovalRule[]; approvals: readonly Approval[] },
): Need[] {
  return rulesOn(snapshot, request, rules)
    .map(({ name: rule, persons, approvers }) => {
      const theirs = approvals.filter(({ principal }) => approvers.includes(principal))
      const approved = new Set(theirs.map(({ person }) => person)).size
      return { rule, persons, approvers: approvers.toSorted(), approved }
    })
    .sort((one, other) => (one.rule < other.rule ? -1 : 1))
}

const tagsOf = ({ tags }: Governed['groups'][number]) => tags

function resolved(
  snapshot: Snapshot,
  catalogId: AccountId,
  name: ResourceName,
): GrantResource | undefined {
  try {
    return resolve(snapshot, catalogId, name)
  } catch (error) {
    if (notFound.matches(error)) return undefined
    throw error
  }
}

function askedColumns(
  { world }: Snapshot,
  resource: GrantResource,
  on: Governed,
): ReadonlySet<number> {
  if (resource.kind === 'columns') return chosenColumns(on, resource) ?? on.columns
  if (resource.kind !== 'filter') return on.columns
  const filter = world.filters.get(resource.filterId)
  const chosen = filter && chosenColumns(on, filter.columns)
  if (chosen === undefined) return on.columns
  const picking = filter?.rows ? columnsOf(filter.rows.predicate) : []
  return chosen.union(new Set(picking))
}
