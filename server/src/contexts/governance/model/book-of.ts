import type { AccountId } from '../../identity/index.ts'
import {
  type AssignmentRule,
  type ExpressionRule,
  type FilterRule,
  type GrantRule,
  type OptInRule,
  plainExpression,
  plainPermissions,
  plainResource,
  type RowAttachmentRule,
  type RowPolicyRule,
  RULE_KEY,
  type RuleBook,
  sorted,
  type TagRule,
} from './book.ts'
import { columnTexts } from './column-names.ts'
import type { Grant, GrantResource } from './grant.ts'
import { nameOf } from './grant-names.ts'
import { placeOf } from './opt-in-changes.ts'
import { parseGrantee } from './principal.ts'
import { ORGANIZATION, type Principal } from './reach.ts'
import type { GovernedTable } from './register.ts'
import type { ResourceName } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import { seesResource } from './visible.ts'
import type { ColumnChoice } from './world.ts'

/** Whose rules are looked at, by whom, when: an administrator of the account. */
export interface Reader {
  principal: Principal
  at: number
}

/** All rules of the reader’s account as they are. */
export function bookOf(snapshot: Snapshot, reader: Reader): Required<RuleBook> {
  const { accountId } = reader.principal
  const granted = grantRules(snapshot, accountId)
  return {
    tags: tagRules(snapshot, accountId),
    expressions: expressionRules(snapshot, accountId),
    assignments: assignmentRules(snapshot, accountId),
    filters: filterRules(snapshot, accountId),
    grants: granted.filter(({ principal }) => !isShare(principal)),
    shares: granted.filter(({ principal }) => isShare(principal)),
    optIns: optInRules(snapshot, reader),
    rlsPolicies: rowPolicyRules(snapshot, accountId),
    rlsAttachments: rowAttachmentRules(snapshot, accountId),
  }
}

/** Does the grantee stand for accounts as a whole? */
export function isShare(principal: string): boolean {
  return principal === ORGANIZATION || /^\d{12}$/.test(principal)
}

function tagRules({ world }: Snapshot, accountId: AccountId): TagRule[] {
  return [...world.tags.values()]
    .filter((tag) => tag.accountId === accountId)
    .map(({ key, values }) => ({ key, values: sorted(values) }))
}

function expressionRules({ world }: Snapshot, accountId: AccountId): ExpressionRule[] {
  return [...world.expressions.values()]
    .filter((saved) => saved.accountId === accountId)
    .map(({ name, description, expression }) => ({
      ...{ name, expression: plainExpression(expression) },
      ...(description ? { description } : {}),
    }))
}

function assignmentRules(snapshot: Snapshot, accountId: AccountId): AssignmentRule[] {
  const { world } = snapshot
  const rows = [...world.assignments.values()].filter(
    ({ databaseId }) => world.databases.get(databaseId)?.accountId === accountId,
  )
  const rules = rows.flatMap(({ databaseId, tableId, columnId, key, value }) => {
    const resource = ruleResource(snapshot, targetOf({ databaseId, tableId, columnId }))
    return resource ? [{ resource, tags: [{ key, value }] }] : []
  })
  return [...Map.groupBy(rules, RULE_KEY.assignments).values()].flatMap((group) => {
    const [first] = group
    return first ? [{ resource: first.resource, tags: group.flatMap(({ tags }) => tags) }] : []
  })
}

function targetOf(on: {
  databaseId: string
  tableId: string | undefined
  columnId: number | undefined
}): GrantResource {
  const { databaseId, tableId, columnId } = on
  if (tableId === undefined) return { kind: 'database', databaseId }
  if (columnId === undefined) return { kind: 'table', databaseId, tableId }
  return { kind: 'columns', databaseId, tableId, include: [columnId] }
}

function filterRules({ world, governed }: Snapshot, accountId: AccountId): FilterRule[] {
  return [...world.filters.values()].flatMap((filter) => {
    const on = governed.get(filter.tableId)
    const database = on && world.databases.get(on.table.databaseId)?.name
    if (on?.ownerId !== accountId || database === undefined) return []
    const { name, rows, columns } = filter
    const place = { database, table: on.table.name, filter: name }
    const text = rows ? { rows: rows.text.trim() } : {}
    return [{ ...place, ...text, columns: bookedChoice(on.table, columns) }]
  })
}

function grantRules(snapshot: Snapshot, accountId: AccountId): GrantRule[] {
  const rules = [...snapshot.world.grants.values()].flatMap((grant) => {
    const written = grant.source === 'grant' && grant.invalidBecause === undefined
    return written && grant.accountId === accountId ? (grantRule(snapshot, grant) ?? []) : []
  })
  return [...Map.groupBy(rules, RULE_KEY.grants).values()].map(merged)
}

function grantRule(snapshot: Snapshot, grant: Grant): GrantRule | undefined {
  const resource = ruleResource(snapshot, grant.resource)
  if (resource === undefined) return undefined
  const { id, principal, catalogId, permissions, grantable, startsAt, endsAt, condition } = grant
  return {
    ...{ principal, catalogId, resource },
    permissions: plainPermissions(permissions),
    grantable: plainPermissions(grantable),
    ...(startsAt ? { startsAt } : {}),
    ...(endsAt ? { endsAt } : {}),
    ...(condition ? { condition } : {}),
    rows: [id],
  }
}

/** Rows that mean the same by now, as after a value of a tag went, are one rule. */
function merged(rules: readonly GrantRule[]): GrantRule {
  const [first] = rules
  if (rules.length === 1 && first) return first
  return {
    ...(first as GrantRule),
    permissions: plainPermissions(rules.flatMap(({ permissions }) => permissions)),
    grantable: plainPermissions(rules.flatMap(({ grantable }) => grantable)),
    rows: rules.flatMap(({ rows = [] }) => rows),
  }
}

function optInRules(snapshot: Snapshot, { principal, at }: Reader): OptInRule[] {
  return [...snapshot.world.optIns.values()].flatMap((row) => {
    const grantee = parseGrantee(row.principal)
    const own = 'accountId' in grantee && grantee.accountId === principal.accountId
    const catalogId = snapshot.world.databases.get(row.databaseId)?.accountId
    if (!own || catalogId === undefined) return []
    const resource = placeOf(row)
    const name = ruleResource(snapshot, resource)
    if (!name || !seesResource(snapshot, { principal, catalogId, resource, at })) return []
    const { condition } = row
    return [
      { principal: row.principal, catalogId, resource: name, ...(condition && { condition }) },
    ]
  })
}

function rowPolicyRules({ world }: Snapshot, accountId: AccountId): RowPolicyRule[] {
  return [...world.rowPolicies.values()]
    .filter((row) => row.accountId === accountId)
    .map(({ name, columns, text }) => ({ name, columns, text }))
}

function rowAttachmentRules(snapshot: Snapshot, accountId: AccountId): RowAttachmentRule[] {
  return [...snapshot.world.rowAttachments.values()].flatMap((row) => {
    const resource = ruleResource(snapshot, row.resource)
    if (row.accountId !== accountId || resource === undefined) return []
    const { policy, principal, condition } = row
    return [{ policy, resource, ...(principal && { principal }), ...(condition && { condition }) }]
  })
}

/**
 * As `nameOf`, and columns that are gone are told: a list without them would mean another thing,
 * and more where it says which columns not.
 */
function ruleResource(snapshot: Snapshot, resource: GrantResource): ResourceName | undefined {
  const name = nameOf(snapshot, resource)
  if (name?.kind !== 'columns' || resource.kind !== 'columns') return name && plainResource(name)
  const table = snapshot.world.tables.get(resource.tableId)
  if (table === undefined) return undefined
  const { database } = name
  return plainResource({
    kind: 'columns',
    database,
    table: table.name,
    ...bookedChoice(table, resource),
  })
}

/** All of them, in one order: a book says also what is gone. */
function bookedChoice(table: GovernedTable, choice: ColumnChoice) {
  const names = (ids: readonly number[]) => sorted(columnTexts(table, ids))
  return 'include' in choice
    ? { include: names(choice.include) }
    : { exclude: names(choice.exclude) }
}
