import { invalidSchema } from '../errors.ts'
import { icebergType } from './hive-type.ts'
import type { Field } from './schema.ts'
import { storable } from './storable.ts'

export interface GivenColumn {
  name: string
  /** As Hive writes it, kept as it was given: engines read it, the platform does not. */
  type: string
  comment?: string
  properties?: Record<string, string>
}

export interface ExternalColumn extends GivenColumn {
  /** Never given to another column of the table, as the field ids of Iceberg. */
  id: number
}

/** What people say of files that others write. */
export interface GivenDefinition<Column = GivenColumn> {
  /** As it was given; some external tables have none. */
  location?: string
  columns: readonly Column[]
  partitionKeys: readonly Column[]
  description?: string
  properties: Record<string, string>
  /** What engines are to know and the catalog does not read: formats, readers, sort orders. */
  kept: Record<string, unknown>
}

export interface ExternalDefinition extends GivenDefinition<ExternalColumn> {
  lastColumnId: number
}

/** Columns keep their ids by name; new ones get new ids. @throws catalog.invalid-schema */
export function defined(given: GivenDefinition, before?: ExternalDefinition): ExternalDefinition {
  if (!storable(given)) throw invalidSchema({ reason: 'a text of it cannot be kept' })
  const ids = new Map(before ? allColumns(before).map(({ name, id }) => [name, id]) : [])
  const taken = new Set<string>()
  let lastColumnId = before?.lastColumnId ?? 0
  const identified = (column: GivenColumn): ExternalColumn => {
    const { name } = column
    if (name === '' || taken.has(name))
      throw invalidSchema({ reason: `column name "${name}" is empty or taken` })
    taken.add(name)
    const known = ids.get(name)
    if (known === undefined) lastColumnId += 1
    return { ...column, id: known ?? lastColumnId }
  }
  const columns = given.columns.map(identified)
  const partitionKeys = given.partitionKeys.map(identified)
  return { ...given, columns, partitionKeys, lastColumnId }
}

export function allColumns<Column>({
  columns,
  partitionKeys,
}: Pick<GivenDefinition<Column>, 'columns' | 'partitionKeys'>): Column[] {
  return [...columns, ...partitionKeys]
}

/** The columns as fields; a type that only its engine understands keeps its own text. */
export function fieldsOf(definition: ExternalDefinition): Field[] {
  return allColumns(definition).map(({ id, name, type, comment }) => ({
    id,
    name,
    required: false,
    type: typeOf(type),
    ...(comment === undefined ? {} : { doc: comment }),
  }))
}

function typeOf(text: string): Field['type'] {
  try {
    return icebergType(text, () => 0)
  } catch {
    return text
  }
}
