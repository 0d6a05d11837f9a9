import { invalidInput } from '../errors.ts'
import { type Attributes, conditionHolds } from './condition.ts'
import { parseFilter } from './filter-text.ts'
import type { Expression } from './grant.ts'
import type { Groups } from './groups.ts'
import { both, either } from './logic.ts'
import { ordered } from './ordered.ts'
import { columnForPolicy } from './policy-column.ts'
import type { Predicate } from './predicate.ts'
import type { GovernedTable } from './register.ts'
import type { RowAttachment, RowPolicy } from './row-policy.ts'
import type { Leg } from './table-access.ts'
import { matches } from './tag-expression.ts'
import type { TagGroup } from './tag-inheritance.ts'
import { keyOf, type World } from './world.ts'

/** An attached policy as it holds on one table. */
export interface RowRule {
  attachment: RowAttachment
  /** No row where the table is not of the policy’s shape. */
  rows: Predicate
  misfit?: true
}

const NO_ROW: Predicate = { op: 'false' }

/** By the policy, and the table, or the account whose tags are meant and the saved expression. */
export function attachmentKeys(row: RowAttachment): string[] {
  const { accountId, policy, resource } = row
  const named = policyKey(keyOf.rowPolicy(accountId, policy))
  if (resource.kind === 'table') return [named, tableKey(resource.tableId)]
  if ('expression' in resource) return [named, tagsKey(accountId)]
  const saved = savedKey(keyOf.expression(accountId, resource.expressionName))
  return [named, tagsKey(accountId), saved]
}

/** Of a policy, and of a saved expression, by their keys in the world. */
export const policyKey = (key: string) => `policy|${key}`
export const savedKey = (key: string) => `saved|${key}`

export const tableKey = (tableId: string) => `table|${tableId}`
const tagsKey = (accountId: string) => `tags|${accountId}`

interface On {
  table: GovernedTable
  ownerId: string
  groups: readonly TagGroup[]
}

/** The policies that are attached to a table; undefined where none is. */
export function rulesOn(
  world: World,
  attachments: Groups<RowAttachment>,
  on: On,
): readonly RowRule[] | undefined {
  const named = attachments.get(tableKey(on.table.id))?.values() ?? []
  const tagged = attachments.get(tagsKey(on.ownerId))?.values() ?? []
  const rows = [...named, ...[...tagged].filter((row) => reaches(world, row, on.groups))]
  if (rows.length === 0) return undefined
  const keyed = rows.map((row) => ({ row, key: keyOf.rowAttachment(row) }))
  const inOrder = keyed.sort((one, other) => (one.key < other.key ? -1 : 1))
  return inOrder.map(({ row }) => ruleOf(world, row, on.table))
}

/** Tags reach a table by themselves or on any of its columns: rows are of all of it. */
function reaches(world: World, row: RowAttachment, groups: readonly TagGroup[]): boolean {
  const { accountId, resource } = row
  if (resource.kind === 'table') return false
  const expression =
    'expression' in resource
      ? resource.expression
      : world.expressions.get(keyOf.expression(accountId, resource.expressionName))?.expression
  return expression !== undefined && matchesAny(expression, groups)
}

/** As far as can be told without the saved expressions. */
export function mayReach({ resource }: RowAttachment, groups: readonly TagGroup[]): boolean {
  return !('expression' in resource) || matchesAny(resource.expression, groups)
}

function matchesAny(expression: Expression, groups: readonly TagGroup[]): boolean {
  return expression.length > 0 && groups.some(({ tags }) => matches(expression, tags))
}

function ruleOf(world: World, attachment: RowAttachment, table: GovernedTable): RowRule {
  const policy = world.rowPolicies.get(keyOf.rowPolicy(attachment.accountId, attachment.policy))
  if (policy === undefined) return { attachment, rows: NO_ROW, misfit: true }
  try {
    return { attachment, rows: rowsIn(policy, table) }
  } catch (error) {
    if (!invalidInput.matches(error)) throw error
    return { attachment, rows: NO_ROW, misfit: true }
  }
}

/** What a policy means on a table. @throws governance.invalid-input where it does not fit */
export function rowsIn({ columns, text }: RowPolicy, table: GovernedTable): Predicate {
  const found = columns.map((column) => columnForPolicy(column, table))
  return ordered(parseFilter(text, found))
}

/**
 * The rows that policies leave to somebody whom any of them names: those of each whose condition
 * holds (D-10). A condition that does not hold opens no row; it does not lift the restriction.
 */
export function rowsLeft(
  rules: readonly RowRule[] | undefined,
  { names, principal }: { names: readonly string[]; principal: { attributes?: Attributes } },
): Predicate | undefined {
  const own = rulesNaming(rules, names)
  if (own.length === 0) return undefined
  const holding = own.filter(({ attachment }) =>
    conditionHolds(attachment.condition, principal.attributes),
  )
  return either(holding.map(({ rows }) => rows))
}

export function rulesNaming(
  rules: readonly RowRule[] | undefined,
  names: readonly string[],
): readonly RowRule[] {
  return (rules ?? []).filter(
    ({ attachment: { principal } }) => principal === undefined || names.includes(principal),
  )
}

/** A leg that is left these rows alone. */
export function within(leg: Leg, rows: Predicate | undefined): Leg {
  if (rows === undefined || leg.sources.length === 0) return leg
  const sources = leg.sources.map((source) => ({
    columns: source.columns,
    rows: both([source.rows, rows]),
  }))
  return { ...leg, sources }
}
