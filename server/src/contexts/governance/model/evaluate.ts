import type { Governed } from './governed.ts'
import {
  canonicalExpression,
  type Expression,
  type Grant,
  kindOf,
  type PolicyResource,
} from './grant.ts'
import { columnsOf, everyRow } from './logic.ts'
import { expand, type Permission } from './permission.ts'
import type { Snapshot } from './snapshot.ts'
import { type Leg, present } from './table-access.ts'
import { matches } from './tag-expression.ts'
import { type ColumnChoice, keyOf } from './world.ts'

/** Which half of a grant counts: what it lets do, or what it lets pass on. */
export type Use = 'permissions' | 'grantable'

/** As much of a grant as says what it gives, to whomever. */
export type Giving = Pick<Grant, 'catalogId' | 'resource' | Use>

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
  { grant, on, use }: { grant: Giving; on: Governed; use: Use },
): Contribution {
  const { table } = on
  const { resource } = grant
  const permissions = expand(kindOf(resource), grant[use])
  if (permissions.length === 0) return missed('nothing-to-pass-on')
  switch (resource.kind) {
    case 'table':
      return resource.tableId === table.id ? whole(on, permissions) : missed('other-resource')
    case 'all-tables':
      if (resource.databaseId !== table.databaseId) return missed('other-resource')
      return whole(on, permissions)
    case 'columns':
      if (resource.tableId !== table.id) return missed('other-resource')
      return permissions.includes('SELECT') ? selected(on, resource) : missed('empty')
    case 'filter':
      if (resource.tableId !== table.id) return missed('other-resource')
      return filtered(snapshot, { on, filterId: resource.filterId, permissions })
    case 'table-policy':
      if (grant.catalogId !== on.ownerId) return missed('other-resource')
      return byTags(snapshot, { grant, resource, on, permissions })
    default:
      return missed('not-on-tables')
  }
}

function whole(
  { columns, everColumns }: Governed,
  permissions: readonly Permission[],
): Contribution {
  const readable = permissions.includes('SELECT') && columns.size > 0
  const sources = readable ? [{ columns: everColumns, rows: everyRow }] : []
  return {
    outcome: 'full',
    leg: { permissions: new Set(permissions), described: columns, sources },
  }
}

function selected(on: Governed, choice: ColumnChoice): Contribution {
  const columns = chosenColumns(on, choice)
  if (columns === undefined) return missed('column-gone')
  if (columns.isDisjointFrom(on.columns)) return missed('empty')
  return partial(on, { columns, sources: [{ columns, rows: everyRow }] })
}

/**
 * Among those that ever were. Undefined when an excluded column is gone: what it hid may now have
 * another name (D-17).
 */
export function chosenColumns(
  { columns, everColumns }: Governed,
  choice: ColumnChoice,
): ReadonlySet<number> | undefined {
  if ('include' in choice) return everColumns.intersection(new Set(choice.include))
  const excluded = new Set(choice.exclude)
  return excluded.isSubsetOf(columns) ? everColumns.difference(excluded) : undefined
}

function filtered(
  snapshot: Snapshot,
  given: { on: Governed; filterId: string; permissions: readonly Permission[] },
): Contribution {
  const { on } = given
  const filter = snapshot.world.filters.get(given.filterId)
  if (filter === undefined || !given.permissions.includes('SELECT')) return missed('empty')
  const columns = chosenColumns(on, filter.columns)
  const rows = filter.rows?.predicate ?? everyRow
  const readable = columnsOf(rows).every((id) => on.fields.has(id))
  if (columns === undefined || !readable) return missed('column-gone')
  if (columns.isDisjointFrom(on.columns)) return missed('empty')
  return partial(on, { columns, sources: [{ columns, rows }] })
}

function byTags(
  snapshot: Snapshot,
  given: {
    grant: Giving
    resource: PolicyResource
    on: Governed
    permissions: readonly Permission[]
  },
): Contribution {
  const { on, permissions } = given
  const expression = expressionOf(snapshot, given.grant.catalogId, given.resource)
  if (expression === undefined || expression.length === 0) return missed('expression-gone')
  const columns = matchingColumns(on, expression)
  if (columns === undefined) return whole(on, permissions)
  if (columns.isDisjointFrom(on.columns)) return missed('no-column-matches')
  const sources = permissions.includes('SELECT') ? [{ columns, rows: everyRow }] : []
  return partial(on, { columns, sources })
}

/** The matching columns, or undefined for the whole table (section 1.8 of the semantics). */
export function matchingColumns(
  on: Governed,
  expression: Expression,
): ReadonlySet<number> | undefined {
  const matching = on.groups.filter(({ tags }) => matches(expression, tags))
  // A table without columns is matched by its own tags, those of the first group.
  if (matching.length === on.groups.length) return undefined
  const columns = new Set(matching.flatMap((group) => group.columns))
  return columns.size === on.everColumns.size && columns.size > 0 ? undefined : columns
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

/** Two policies on the same kind of thing that ask for the same tags, saved under a name or not. */
export function sameExpression(
  snapshot: Snapshot,
  one: Pick<Grant, 'catalogId' | 'resource'>,
  other: Pick<Grant, 'catalogId' | 'resource'>,
): boolean {
  const [first, second] = [one, other].map(({ catalogId, resource }) => {
    if (resource.kind !== 'table-policy' && resource.kind !== 'database-policy') return undefined
    const expression = expressionOf(snapshot, catalogId, resource)
    return expression && JSON.stringify([resource.kind, canonicalExpression(expression)])
  })
  return first !== undefined && first === second
}

/** SELECT on some columns; everything else that the grant names shrinks to DESCRIBE of those. */
function partial(
  on: Governed,
  { columns, sources }: Pick<Leg, 'sources'> & { columns: ReadonlySet<number> },
) {
  const permissions = new Set<Permission>(['DESCRIBE'])
  if (sources.length > 0) permissions.add('SELECT')
  const described = present(on, columns)
  const outcome = described.size === on.columns.size ? 'full' : 'partial'
  return { outcome, leg: { permissions, described, sources } } as const
}
