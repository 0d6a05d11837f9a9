import { quoteName, quoteText } from '../../../../foundation/duckdb.ts'
import { notSupported } from '../../errors.ts'
import { defaultText } from '../../model/default-value.ts'
import { duckdbType } from '../../model/duckdb-schema.ts'
import type { Field, IcebergType, ListType, MapType, StructType } from '../../model/schema.ts'
import type { Value } from '../../model/transform.ts'
import type { PhysicalColumn } from './physical.ts'

/**
 * The value that SQL expression `from` has in a file, as a value of `type` now. All is found by
 * field id, at every depth: `read_parquet` itself would take nested fields by their names.
 */
export function presentSql(
  column: PhysicalColumn,
  from: string,
  type: IcebergType,
  depth = 0,
): string {
  if (typeof type === 'string') {
    if (column.children.length > 0) throw notSupported({ what: 'a column that became nested' })
    return castTo(from, type)
  }
  if (alike(column, type)) return castTo(from, type)
  const entry = `x${depth}`
  if (type.type === 'struct') return structSql(column, from, type, depth)
  if (type.type === 'list') {
    const element = presentSql(elementOf(column, type), entry, type.element, depth + 1)
    return `list_transform(${from}, lambda ${entry}: ${element})`
  }
  const { key, value } = entryOf(column, type)
  const parts = [
    `key := ${presentSql(key, `${entry}.key`, type.key, depth + 1)}`,
    `value := ${presentSql(value, `${entry}.value`, type.value, depth + 1)}`,
  ]
  const packed = `struct_pack(${parts.join(', ')})`
  return `map_from_entries(list_transform(map_entries(${from}), lambda ${entry}: ${packed}))`
}

function structSql(column: PhysicalColumn, from: string, type: StructType, depth: number): string {
  const parts = type.fields.map((field) => {
    const child = column.children.find(({ id }) => id === field.id)
    const inside = child && `struct_extract(${from}, ${quoteText(child.name)})`
    const value = child && inside ? presentSql(child, inside, field.type, depth + 1) : undefined
    return `${quoteName(field.name)} := ${value ?? defaultSql(field)}`
  })
  return `CASE WHEN ${from} IS NULL THEN NULL ELSE struct_pack(${parts.join(', ')}) END`
}

function castTo(sql: string, type: IcebergType): string {
  return `CAST(${sql} AS ${duckdbType(type)})`
}

/** Same ids and names all the way down: DuckDB can take the column as it is. */
function alike(column: PhysicalColumn, type: IcebergType): boolean {
  if (typeof type === 'string') return column.children.length === 0
  if (type.type === 'list') return alike(elementOf(column, type), type.element)
  if (type.type === 'map') {
    const { key, value } = entryOf(column, type)
    return alike(key, type.key) && alike(value, type.value)
  }
  if (column.children.length !== type.fields.length) return false
  return type.fields.every((field, index) => {
    const child = column.children[index]
    return child?.id === field.id && child.name === field.name && alike(child, field.type)
  })
}

function elementOf(column: PhysicalColumn, type: ListType): PhysicalColumn {
  const elements = column.children[0]?.children ?? []
  const [element] = elements
  if (elements.length !== 1 || element?.id !== type['element-id'])
    throw notSupported({ what: 'a list that is not in the three levels of Parquet' })
  return element
}

function entryOf(column: PhysicalColumn, type: MapType) {
  const [key, value] = column.children[0]?.children ?? []
  if (key?.id !== type['key-id'] || value?.id !== type['value-id'])
    throw notSupported({ what: 'a map that is not in the three levels of Parquet' })
  return { key, value } as { key: PhysicalColumn; value: PhysicalColumn }
}

/** What a field is in files written before it was there. @see Iceberg spec, "Default values" */
export function defaultSql({ type, ...field }: Field): string {
  const initial = field['initial-default']
  if (initial === undefined || initial === null) return castTo('NULL', type)
  if (typeof type !== 'string' || !DEFAULTS.test(type))
    throw notSupported({ what: 'the initial default of a column' })
  return castTo(quoteText(defaultText(initial)), type)
}

const DEFAULTS =
  /^(boolean|int|long|float|double|date|time|timestamp|timestamptz|string|uuid|decimal\(.*\))$/

/** The value of an identity partition, for files that do not repeat it. */
export function constantSql(type: IcebergType, value: Value | null): string {
  if (value === null) return castTo('NULL', type)
  if (type === 'date') return `(DATE '1970-01-01' + CAST(${Number(value)} AS INTEGER))`
  if (type === 'timestamp') return `make_timestamp(${BigInt(value as bigint)})`
  if (type === 'timestamptz')
    return castTo(`make_timestamp(${BigInt(value as bigint)})`, 'timestamptz')
  const scale = typeof type === 'string' && /^decimal\(\d+, ?(\d+)\)$/.exec(type)?.[1]
  if (scale !== undefined && scale !== false)
    return castTo(quoteText(decimalText(value as bigint, Number(scale))), type)
  if (typeof type !== 'string' || !PLAIN.has(type))
    throw notSupported({ what: 'a partition value of this type' })
  return castTo(quoteText(String(value)), type)
}

const PLAIN: ReadonlySet<string> = new Set([
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'string',
  'uuid',
])

function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  const whole = digits.slice(0, digits.length - scale)
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`
}
