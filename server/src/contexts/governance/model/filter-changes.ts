import type { AccountId } from '../../identity/index.ts'
import {
  alreadyExists,
  changedMeanwhile,
  denied,
  inField,
  invalidInput,
  notFound,
} from '../errors.ts'
import { mayGrant } from './authority.ts'
import { columnsNamed } from './column-names.ts'
import { parseFilter } from './filter-text.ts'
import type { Act } from './grant-changes.ts'
import { ordered } from './ordered.ts'
import type { Predicate } from './predicate.ts'
import type { GovernedColumn, GovernedTable } from './register.ts'
import { tableNamed } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import { seenColumns, seesResource } from './visible.ts'
import type { Change, ColumnChoice, DataFilter } from './world.ts'

export interface FilterName {
  catalogId: AccountId
  database: string
  table: string
  filter: string
}

export type FilterCommand = FilterName & {
  /** Absent: every row. */
  rows?: string
  /** Of an update: the version that was read; it is refused where that is not the newest. */
  version?: string
  columns: { include: readonly string[] } | { exclude: readonly string[] }
}

const NAME = /^[\p{L}\p{N}_\-. ]{1,255}$/u

// AWS guide, "Data filters": names that Redshift keeps for itself.
const RESERVED: ReadonlySet<string> = new Set([
  ...['ctid', 'oid', 'xmin', 'cmin', 'xmax', 'cmax', 'tableoid'],
  ...['insertxid', 'deletexid', 'importoid', 'redcatuniqueid'],
])

export function createdFilter(snapshot: Snapshot, act: Act, command: FilterCommand): Change[] {
  const table = demandFilterable(snapshot, act, command)
  if (!NAME.test(command.filter))
    throw invalidInput({
      reason:
        `Invalid data filter name "${command.filter}": it is not 1 to 255 letters, digits, ` +
        'spaces, hyphens, underscores or dots',
      field: 'name',
    })
  if (findFilter(snapshot, table, command.filter))
    throw alreadyExists({ resource: `data filter "${command.filter}"` })
  const row = rowOf(snapshot, act, { table, command })
  return [{ of: 'filters', key: row.id, row }]
}

/** Takes effect at once for everyone who has it. */
export function updatedFilter(snapshot: Snapshot, act: Act, command: FilterCommand): Change[] {
  const table = demandFilterable(snapshot, act, command)
  const old = findFilter(snapshot, table, command.filter)
  if (old === undefined) throw notFound({ resource: command.filter })
  if (command.version !== undefined && command.version !== old.version)
    throw changedMeanwhile({ resource: `data filter "${old.name}"` })
  const row = { ...rowOf(snapshot, act, { table, command }), id: old.id }
  return [{ of: 'filters', key: old.id, row }]
}

/** A filter in use stays, unless forced: then its grants go too, and nobody sees more (D-16). */
export function deletedFilter(
  snapshot: Snapshot,
  act: Act,
  command: FilterName & { force?: boolean },
): Change[] {
  const table = demandFilterable(snapshot, act, command)
  const filter = findFilter(snapshot, table, command.filter)
  if (filter === undefined) throw notFound({ resource: command.filter })
  const granted = snapshot.grantsOn.get(table.id)?.values() ?? []
  const grants = [...granted].filter(
    ({ resource }) => resource.kind === 'filter' && resource.filterId === filter.id,
  )
  if (grants.length > 0 && !command.force)
    throw invalidInput({ reason: `Data filter "${filter.name}" is granted; revoke it first` })
  return [
    ...grants.map(({ id }): Change => ({ of: 'grants', key: id, row: undefined })),
    { of: 'filters', key: filter.id, row: undefined },
  ]
}

export function findFilter(
  snapshot: Snapshot,
  table: GovernedTable,
  name: string,
): DataFilter | undefined {
  const filters = snapshot.filtersOf.get(table.id)?.values() ?? []
  return [...filters].find((filter) => filter.name === name)
}

function demandFilterable(snapshot: Snapshot, act: Act, name: FilterName): GovernedTable {
  const { catalogId } = name
  const table = tableNamed(snapshot, catalogId, name)
  const { principal, now } = act
  const resource = { kind: 'table', databaseId: table.databaseId, tableId: table.id } as const
  const asked = { principal, catalogId, resource, at: now.getTime() }
  if (mayGrant(snapshot, { ...asked, permissions: ['SELECT'] })) return table
  if (!seesResource(snapshot, asked)) throw notFound({ resource: `${name.database}.${name.table}` })
  throw denied({ permission: 'SELECT with grant option', resource: name.table })
}

/** Columns that are hidden from who names them are as if absent. */
function rowOf(
  snapshot: Snapshot,
  act: Act,
  { table, command }: { table: GovernedTable; command: FilterCommand },
): DataFilter {
  if (table.link) throw invalidInput({ reason: 'A resource link has no data filters' })
  const { principal, now } = act
  const asker = { principal, tableId: table.id, at: now.getTime() }
  const seen = seenColumns(snapshot, asker)
  const known = { ...table, columns: table.columns.filter(({ id }) => seen.has(id)) }
  const reserved = known.columns.find(({ name }) => RESERVED.has(name.toLowerCase()))
  if (reserved !== undefined && command.rows !== undefined)
    throw invalidInput({
      reason: `Column name "${reserved.name}" does not allow row filters`,
      field: 'rows',
    })
  const text = command.rows?.trim()
  const everyRow = text === undefined || text.toUpperCase() === 'TRUE'
  const rows = everyRow
    ? {}
    : { rows: { text, predicate: inField('rows', () => predicateOf(text, known)) } }
  const id = act.newId().replace('grant-', 'filter-')
  const version = act.newId().replace('grant-', '')
  const columns = columnsNamed(known, command.columns)
  if (!everyRow) demandFlat(known, columns)
  return { id, tableId: table.id, name: command.filter, columns, version, ...rows }
}

function predicateOf(text: string, { columns }: GovernedTable): Predicate {
  return ordered(parseFilter(text, columns))
}

const NESTED: ReadonlySet<string> = new Set(['struct', 'list', 'map'])

/** Rows of all columns, or columns of all rows, may be nested; single cells may not (AWS guide). */
function demandFlat({ columns }: GovernedTable, choice: ColumnChoice): void {
  if ('exclude' in choice && choice.exclude.length === 0) return
  const chosen = ({ id }: GovernedColumn) =>
    'include' in choice ? choice.include.includes(id) : !choice.exclude.includes(id)
  const nested = columns.find((column) => chosen(column) && NESTED.has(column.type))
  if (nested !== undefined)
    throw invalidInput({
      reason: `Cells of nested column "${nested.name}" cannot be filtered`,
      field: 'columns',
    })
}
