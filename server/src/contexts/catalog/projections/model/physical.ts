import { notSupported } from '../../errors.ts'

/** One column of a Parquet file, as the file itself describes it. */
export interface PhysicalColumn {
  name: string
  /** Iceberg's field id; files that engines without Iceberg wrote have none. */
  id: number | undefined
  children: PhysicalColumn[]
}

/** What `PhysicalColumn`s are read from: `SELECT … FROM parquet_schema(…)`. */
export const PHYSICAL_COLUMNS = 'name, num_children, field_id'

/** Reads the flattened tree of `parquet_schema`; the answer is its root. */
export function parsePhysical(rows: readonly Record<string, unknown>[]): PhysicalColumn {
  const waiting = rows.values()
  const read = (): PhysicalColumn => {
    const row = waiting.next().value
    if (row === undefined) throw notSupported({ what: 'a Parquet file with a torn schema' })
    const id = row.field_id === null ? undefined : Number(row.field_id)
    const children = Array.from({ length: Number(row.num_children ?? 0) }, read)
    demandNamesApart(children.map(({ name }) => name))
    return { name: String(row.name), id, children }
  }
  return read()
}

/** DuckDB finds columns by name without regard to case: it could take one for the other. */
export function demandNamesApart(names: readonly string[]): void {
  const folded = new Set(names.map((name) => name.toLowerCase()))
  if (folded.size < names.length)
    throw notSupported({ what: 'columns whose names differ in case alone' })
}

/** The columns by field id; those of a file without ids get them by `nameMapping`. */
export function columnsById(
  root: PhysicalColumn,
  nameMapping: string | undefined,
): Map<number, PhysicalColumn> {
  const ids = root.children.map(({ id }) => id)
  const none = ids.every((id) => id === undefined)
  if (!none && ids.includes(undefined))
    throw notSupported({ what: 'a file that gives field ids to some columns alone' })
  const columns = none ? mapped(root.children, parseMapping(nameMapping)) : root.children
  const known = columns.filter((column) => column.id !== undefined)
  const byId = new Map(known.map((column) => [column.id as number, column]))
  if (byId.size < known.length)
    throw notSupported({ what: 'a file that gives one field id to two columns' })
  return byId
}

/** @see Iceberg spec, "Name Mapping Serialization" */
interface MappedField {
  'field-id'?: number
  names: string[]
  fields?: MappedField[]
}

function parseMapping(text: string | undefined): MappedField[] {
  if (text === undefined)
    throw notSupported({ what: 'a file without field ids in a table without name mapping' })
  try {
    return JSON.parse(text) as MappedField[]
  } catch (error) {
    throw notSupported({ what: 'a name mapping that is no JSON' }, { cause: error })
  }
}

/** Parquet's own levels of lists and maps, which mappings do not name. */
const BETWEEN: ReadonlySet<string> = new Set(['list', 'key_value', 'bag', 'array', 'map'])

function mapped(
  columns: readonly PhysicalColumn[],
  fields: readonly MappedField[],
): PhysicalColumn[] {
  return columns.map((column) => {
    const field = fields.find(({ names }) => names.includes(column.name))
    if (field)
      return {
        ...column,
        id: field['field-id'],
        children: mapped(column.children, field.fields ?? []),
      }
    const between = columns.length === 1 && BETWEEN.has(column.name)
    return { ...column, children: mapped(column.children, between ? fields : []) }
  })
}
