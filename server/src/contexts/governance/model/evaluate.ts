import { type Expression, type Grant, kindOf, type PolicyResource } from './grant.ts'
import { columnsOf, everyRow } from './logic.ts'
import { expand, type Permission } from './permission.ts'
import type { GovernedTable } from './register.ts'
import { groupsOf, type Snapshot } from './snapshot.ts'
import { emptyLeg, everything, type Leg } from './table-access.ts'
import { matches } from './tag-expression.ts'
import { type ColumnChoice, keyOf } from './world.ts'

/** Which half of a grant counts: what it lets do, or what it lets pass on. */
export type Use = 'permissions' | 'grantable'

/** What one grant gives on one table, or why it gives nothing. */
export type Contribution =
  | { outcome: 'full' | 'partial'; leg: Leg }
  | { outcome: 'missed'; because: Miss }

export type Miss =
  | 'other-resource'
  | 'nothing-to-pass-on'
  | 'no-column-matches'
  | 'expression-gone'
  | 'column-gone'
  | 'not-on-tables'
  | 'empty'

const missed = (because: Miss): Contribution => ({ outcome: 'missed', because })

/** Pure heart of the decision: the fast path, explain and the grant rules all ask here. */
export function contribution(
  snapshot: Snapshot,
  question: { grant: Grant; table: GovernedTable; ownerId: string; use: Use },
): Contribution {
  const { grant, table, use } = question
  const { resource } = grant
  const permissions = expand(kindOf(resource), grant[use])
  if (permissions.length === 0) return missed('nothing-to-pass-on')
  switch (resource.kind) {
    case 'table':
      return resource.tableId === table.id ? whole(table, permissions) : missed('other-resource')
    case 'all-tables':
      if (resource.databaseId !== table.databaseId) return missed('other-resource')
      return whole(table, permissions)
    case 'columns':
      if (resource.tableId !== table.id) return missed('other-resource')
      return permissions.includes('SELECT') ? selected(table, resource) : missed('empty')
    case 'filter':
      if (resource.tableId !== table.id) return missed('other-resource')
      return filtered(snapshot, { table, filterId: resource.filterId, permissions })
    case 'table-policy':
      if (grant.catalogId !== question.ownerId) return missed('other-resource')
      return byTags(snapshot, { grant, resource, table, permissions })
    default:
      return missed('not-on-tables')
  }
}

function whole(table: GovernedTable, permissions: readonly Permission[]): Contribution {
  const columns = table.columns.map((column) => column.id)
  const leg = everything(columns, permissions)
  if (!permissions.includes('SELECT')) leg.sources = []
  return { outcome: 'full', leg }
}

function selected(table: GovernedTable, choice: ColumnChoice): Contribution {
  const columns = chosenColumns(table, choice)
  if (columns === undefined) return missed('column-gone')
  if (columns.size === 0) return missed('empty')
  return partial(table, { columns, sources: [{ columns, rows: everyRow }] })
}

/** Undefined when an excluded column is gone: what it hid may now have another name (D-17). */
export function chosenColumns(table: GovernedTable, choice: ColumnChoice): Set<number> | undefined {
  const existing = new Set(table.columns.map((column) => column.id))
  if ('include' in choice) return existing.intersection(new Set(choice.include))
  const excluded = new Set(choice.exclude)
  return excluded.isSubsetOf(existing) ? existing.difference(excluded) : undefined
}

function filtered(
  snapshot: Snapshot,
  on: { table: GovernedTable; filterId: string; permissions: readonly Permission[] },
): Contribution {
  const filter = snapshot.world.filters.get(on.filterId)
  if (filter === undefined || !on.permissions.includes('SELECT')) return missed('empty')
  const columns = chosenColumns(on.table, filter.columns)
  const existing = new Set(on.table.columns.map((column) => column.id))
  const rows = filter.rows?.predicate ?? everyRow
  const readable = columnsOf(rows).every((id) => existing.has(id))
  if (columns === undefined || !readable) return missed('column-gone')
  if (columns.size === 0) return missed('empty')
  return partial(on.table, { columns, sources: [{ columns, rows }] })
}

function byTags(
  snapshot: Snapshot,
  on: {
    grant: Grant
    resource: PolicyResource
    table: GovernedTable
    permissions: readonly Permission[]
  },
): Contribution {
  const expression = expressionOf(snapshot, on.grant.catalogId, on.resource)
  if (expression === undefined || expression.length === 0) return missed('expression-gone')
  const columns = matchingColumns(snapshot, on.table, expression)
  if (columns === undefined) return whole(on.table, on.permissions)
  if (columns.size === 0) return missed('no-column-matches')
  const reads = on.permissions.includes('SELECT')
  const sources = reads ? [{ columns, rows: everyRow }] : []
  return partial(on.table, { columns, sources })
}

/** The matching columns, or undefined for the whole table (section 1.8 of the semantics). */
export function matchingColumns(
  snapshot: Snapshot,
  table: GovernedTable,
  expression: Expression,
): ReadonlySet<number> | undefined {
  const groups = groupsOf(snapshot, table.id)
  const own = groups[0]
  if (table.columns.length === 0)
    return own && matches(expression, own.tags) ? undefined : new Set<number>()
  const columns = new Set<number>()
  for (const group of groups)
    if (matches(expression, group.tags)) for (const id of group.columns) columns.add(id)
  return columns.size === table.columns.length ? undefined : columns
}

export function expressionOf(
  snapshot: Snapshot,
  catalogId: string,
  resource: PolicyResource,
): Expression | undefined {
  if ('expression' in resource) return resource.expression
  const key = keyOf.expression(catalogId, resource.expressionName)
  return snapshot.world.expressions.get(key)?.expression
}

/** SELECT on some columns; everything else that the grant names shrinks to DESCRIBE of those. */
function partial(
  table: GovernedTable,
  given: Pick<Leg, 'sources'> & { columns: ReadonlySet<number> },
) {
  const leg = emptyLeg()
  leg.permissions.add('DESCRIBE')
  if (given.sources.length > 0) leg.permissions.add('SELECT')
  leg.described = new Set(given.columns)
  leg.sources = given.sources
  const outcome = given.columns.size === table.columns.length ? 'full' : 'partial'
  return { outcome, leg } as const
}
