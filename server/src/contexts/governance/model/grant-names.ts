import { columnTexts } from './column-names.ts'
import type { GrantResource } from './grant.ts'
import type { GovernedTable } from './register.ts'
import { type ResourceName, textOf } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import type { ColumnChoice } from './world.ts'

/** The resource of a grant as people name it today; undefined when a part of it is gone. */
export function nameOf(snapshot: Snapshot, resource: GrantResource): ResourceName | undefined {
  switch (resource.kind) {
    case 'catalog':
    case 'location':
    case 'tag':
    case 'expression':
    case 'row-policy':
    case 'table-policy':
    case 'database-policy':
      return resource
    default:
      return inDatabase(snapshot, resource)
  }
}

type InDatabase = Extract<GrantResource, { databaseId: string }>

function inDatabase(snapshot: Snapshot, resource: InDatabase): ResourceName | undefined {
  const { world } = snapshot
  const database = world.databases.get(resource.databaseId)?.name
  if (database === undefined) return undefined
  if (resource.kind === 'database' || resource.kind === 'all-tables')
    return { kind: resource.kind, database }
  const table = world.tables.get(resource.tableId)
  if (table === undefined) return undefined
  const on = { database, table: table.name }
  if (resource.kind === 'table') return { kind: 'table', ...on }
  if (resource.kind === 'filter') {
    const filter = world.filters.get(resource.filterId)?.name
    return filter === undefined ? undefined : { kind: 'filter', ...on, filter }
  }
  return { kind: 'columns', ...on, ...choiceNames(table, resource) }
}

/**
 * Of columns that a rule opens, those that are left; what it leaves out is told to the end, for it
 * opens nothing once one of them is gone (D-17), and without them it would read as all columns.
 */
export function choiceNames(
  table: GovernedTable,
  choice: ColumnChoice,
): { include: string[] } | { exclude: string[] } {
  if ('exclude' in choice) return { exclude: columnTexts(table, choice.exclude) }
  const { include } = choiceLeft(table, choice)
  return { include: columnTexts(table, include.length > 0 ? include : choice.include) }
}

/** Without the columns that are gone. */
export function choiceLeft<Choice extends ColumnChoice>(
  { columns }: GovernedTable,
  choice: Choice,
): Choice {
  const left = (ids: readonly number[]) => ids.filter((id) => columns.some((one) => one.id === id))
  return 'include' in choice
    ? { ...choice, include: left(choice.include) }
    : { ...choice, exclude: left(choice.exclude) }
}

/** A name, as somebody is told it who may know of some columns of its table alone. */
export interface KnownName {
  resource: ResourceName
  /** It leaves out columns that are not named here. */
  withoutHidden?: true
}

/**
 * The name for who may know of these columns: of others not even that they are granted. All but
 * some, where none of these may be known, is what may be known. Undefined where nothing is left.
 */
export function knownName(
  snapshot: Snapshot,
  resource: GrantResource,
  seen: ReadonlySet<number>,
): KnownName | undefined {
  const name = nameOf(snapshot, resource)
  const table = 'tableId' in resource ? snapshot.world.tables.get(resource.tableId) : undefined
  if (name === undefined) return undefined
  if (name.kind !== 'columns' || resource.kind !== 'columns' || !table) return { resource: name }
  const named = 'include' in name ? name.include : name.exclude
  const ids = 'include' in resource ? resource.include : resource.exclude
  const known = columnNames(
    table,
    ids.filter((id) => seen.has(id)),
  )
  if (known.length === named.length) return { resource: name }
  if ('include' in name)
    return known.length === 0 ? undefined : { resource: { ...name, include: known } }
  const withoutHidden = true as const
  const { exclude: _, ...on } = name
  const include = table.columns.filter(({ id }) => seen.has(id)).map((column) => column.name)
  if (known.length > 0 || include.length === 0)
    return { resource: { ...on, exclude: known }, withoutHidden }
  return { resource: { ...on, include }, withoutHidden }
}

/** A resource in words for somebody who may know of these columns of its table alone. */
export function knownText(
  snapshot: Snapshot,
  resource: GrantResource,
  seen: ReadonlySet<number>,
): string {
  const name = nameOf(snapshot, resource)
  if (name === undefined) return resource.kind
  if (resource.kind !== 'columns' || name.kind !== 'columns') return textOf(name)
  const ids = 'include' in resource ? resource.include : resource.exclude
  const table = snapshot.world.tables.get(resource.tableId)
  const there = ids.filter((id) => table?.columns.some((column) => column.id === id))
  const known = there.filter((id) => seen.has(id))
  const gone = 'exclude' in resource && there.length < ids.length
  const others = [
    ...(known.length < there.length ? ['hidden columns'] : []),
    ...(gone ? ['columns now gone'] : []),
  ]
  const names = [...(table ? columnNames(table, known) : []), ...others]
  return textOf({ ...name, ...('include' in name ? { include: names } : { exclude: names }) })
}

export function columnNames(table: GovernedTable, ids: readonly number[]): string[] {
  return ids.flatMap((id) => table.columns.find((column) => column.id === id)?.name ?? [])
}
