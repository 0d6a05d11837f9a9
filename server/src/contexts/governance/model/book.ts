import type { AccountId } from '../../identity/index.ts'
import type { TagPair } from './assignment-changes.ts'
import type { Condition } from './condition.ts'
import type { FilterCommand } from './filter-changes.ts'
import { canonicalExpression, type Expression } from './grant.ts'
import { normalLocation } from './location.ts'
import { ordered } from './ordered.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import type { ResourceName } from './resource-name.ts'
import type { PolicyColumn } from './row-policy.ts'
import { foldTag } from './tag-expression.ts'

/**
 * The rules of one account, all by names. A section that is not there says nothing of its rules;
 * one that is there has all of them.
 */
export interface RuleBook {
  tags?: readonly TagRule[]
  expressions?: readonly ExpressionRule[]
  assignments?: readonly AssignmentRule[]
  filters?: readonly FilterRule[]
  /** What people granted to principals; not what comes with creating something. */
  grants?: readonly GrantRule[]
  /** The same to accounts as a whole, and to the organization. */
  shares?: readonly GrantRule[]
  optIns?: readonly OptInRule[]
  rlsPolicies?: readonly RowPolicyRule[]
  rlsAttachments?: readonly RowAttachmentRule[]
}

export type Section = keyof RuleBook
export type RuleOf<Name extends Section> = NonNullable<RuleBook[Name]>[number]

export interface TagRule extends Placed {
  key: string
  values: readonly string[]
}

export interface ExpressionRule extends Placed {
  name: string
  description?: string
  expression: Expression
}

/** What is assigned on one database, table or column itself. */
export interface AssignmentRule extends Placed {
  resource: ResourceName
  tags: readonly TagPair[]
}

export type FilterRule = Omit<FilterCommand, 'catalogId'> & Placed

export interface GrantRule extends Placed {
  principal: string
  catalogId: AccountId
  resource: ResourceName
  permissions: readonly Permission[]
  grantable: readonly Permission[]
  startsAt?: Date
  endsAt?: Date
  condition?: Condition
  /** Of one that is there: its rows. */
  rows?: readonly string[]
}

export interface OptInRule extends Placed {
  principal: string
  catalogId: AccountId
  resource: ResourceName
  condition?: Condition
}

export interface RowPolicyRule extends Placed {
  name: string
  columns: readonly PolicyColumn[]
  text: string
}

export interface RowAttachmentRule extends Placed {
  policy: string
  resource: ResourceName
  /** Absent: everybody. */
  principal?: string
  condition?: Condition
}

export interface Placed {
  /** Of one that was written: where it stands, `grants[3]`. */
  at?: string
}

/** By what a rule is told from the others of its section. */
export const RULE_KEY: { [Name in Section]: (rule: RuleOf<Name>) => string } = {
  tags: ({ key }) => key,
  expressions: ({ name }) => name,
  assignments: ({ resource }) => resourceText(resource),
  filters: ({ database, table, filter }) => JSON.stringify([database, table, filter]),
  grants: grantKey,
  shares: grantKey,
  rlsPolicies: ({ name }) => name,
  rlsAttachments: ({ policy, resource, principal, condition }) =>
    textOf([policy, resource, principal, condition?.test]),
  optIns: (rule) => textOf([rule.principal, rule.catalogId, rule.resource, rule.condition?.test]),
}

function grantKey(rule: GrantRule): string {
  const { principal, catalogId, resource, startsAt, endsAt, condition } = rule
  const times = [startsAt?.getTime(), endsAt?.getTime()]
  return textOf([principal, catalogId, resource, ...times, condition?.test])
}

/** The same text for the same resource, however it is written. */
export function resourceText(resource: ResourceName): string {
  return textOf(resource)
}

function textOf(value: unknown): string {
  return JSON.stringify(ordered(value))
}

/** Lists in one order and without what is there twice; tags folded. */
export function plainResource(name: ResourceName): ResourceName {
  switch (name.kind) {
    case 'columns': {
      if ('include' in name) return { ...name, include: sorted(name.include) }
      if (name.exclude.length > 0) return { ...name, exclude: sorted(name.exclude) }
      return { kind: 'table', database: name.database, table: name.table }
    }
    case 'tag': {
      const values = sorted(name.values.map(foldTag))
      return { ...name, key: foldTag(name.key), values: values.includes('*') ? ['*'] : values }
    }
    case 'location':
      return { ...name, location: normalLocation(name.location) }
    case 'table-policy':
    case 'database-policy':
      return 'expression' in name ? { ...name, expression: plainExpression(name.expression) } : name
    default:
      return name
  }
}

export function plainExpression(expression: Expression): Expression {
  return canonicalExpression(
    expression.map(({ key, values }) => ({ key: foldTag(key), values: values.map(foldTag) })),
  )
}

/** ALL stands for what it holds. */
export function plainPermissions(permissions: readonly Permission[]): readonly Permission[] {
  if (permissions.includes('ALL')) return ['ALL']
  return ORDER.filter((one) => permissions.includes(one))
}

const ORDER: readonly Permission[] = [...new Set(Object.values(PERMISSIONS_OF).flat())]

export function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
