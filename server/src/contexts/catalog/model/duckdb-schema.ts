import { notSupported } from '../errors.ts'
import type { Field, IcebergType, Schema, StructType } from './schema.ts'

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  timestamp_ns: 'TIMESTAMP_NS',
  string: 'VARCHAR',
  uuid: 'UUID',
  binary: 'BLOB',
}

function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** The type of DuckDB's SQL that holds values of `type`. @throws catalog.not-supported */
export function duckdbType(type: IcebergType): string {
  if (typeof type === 'string') {
    const known = type.startsWith('decimal') ? type.toUpperCase().replace(' ', '') : TYPES[type]
    // DuckDB writes fixed as BYTE_ARRAY, which Spark and PyIceberg refuse.
    if (known === undefined) throw notSupported({ what: `type "${type}"` })
    return known
  }
  if (type.type === 'list') return `${duckdbType(type.element)}[]`
  if (type.type === 'map') return `MAP(${duckdbType(type.key)}, ${duckdbType(type.value)})`
  const fields = type.fields.map((field) => `${name(field.name)} ${duckdbType(field.type)}`)
  return `STRUCT(${fields.join(', ')})`
}

/** Columns that DuckDB has no type for can be neither previewed nor profiled. */
export function readable({ type }: Field): boolean {
  try {
    return duckdbType(type) !== ''
  } catch (error) {
    if (notSupported.matches(error)) return false
    throw error
  }
}

/** Options of `COPY (SELECT …) TO '…'` that make a file of this schema with statistics. */
export function copyOptions(schema: Schema): string {
  return `FORMAT parquet, COMPRESSION zstd, RETURN_STATS true, FIELD_IDS ${fieldIds(schema)}`
}

function fieldIds(struct: StructType): string {
  const ids = struct.fields.map((field) => `${name(field.name)}: ${idOf(field.id, field.type)}`)
  return `{${ids.join(', ')}}`
}

function idOf(id: number, type: IcebergType): string {
  if (typeof type === 'string') return String(id)
  return `{__duckdb_field_id: ${id}, ${nestedIds(type)}}`
}

function nestedIds(type: Exclude<IcebergType, string>): string {
  if (type.type === 'struct') return fieldIds(type).slice(1, -1)
  if (type.type === 'list') return `element: ${idOf(type['element-id'], type.element)}`
  return `key: ${idOf(type['key-id'], type.key)}, value: ${idOf(type['value-id'], type.value)}`
}

/** The `schema` argument of `read_parquet`: columns by field id, under their present names. */
export function readSchema(schema: Schema): string {
  const columns = schema.fields.map(
    (field) =>
      `${field.id}: {name: '${field.name.replaceAll("'", "''")}', ` +
      `type: '${duckdbType(field.type).replaceAll("'", "''")}', default_value: NULL}`,
  )
  return `MAP {${columns.join(', ')}}`
}
