import { notAPartition } from '../errors.ts'
import { encodeValue, lowerBound, parseDuckdbValue, upperBound } from './bounds.ts'
import type { TableFile } from './manifest.ts'
import type { PartitionSpec } from './metadata.ts'
import { type Field, fieldsById, type Schema } from './schema.ts'
import { applyTransform, parseTransform, type Value } from './transform.ts'

/** A local Parquet file that DuckDB wrote with `copyOptions`, ready to become part of a table. */
export interface WrittenFile {
  path: string
  recordCount: number
  sizeBytes: number
  /** DuckDB's statistics by column path: `"route"."lat"` -> `min`, `max`, `null_count`, ... */
  columns: ReadonlyMap<string, ReadonlyMap<string, string>>
  /**
   * Values of the partition fields by name, in Iceberg's canonical text; found from the statistics
   * where a transform keeps order.
   */
  partition?: Readonly<Record<string, string | null>>
}

/** Reads a row that `COPY … (RETURN_STATS true)` answers; undefined for a file without rows. */
export function parseReturnStats(row: Record<string, unknown>): WrittenFile | undefined {
  const recordCount = Number(row.count)
  if (recordCount === 0) return undefined
  return {
    path: String(row.filename),
    recordCount,
    sizeBytes: Number(row.file_size_bytes),
    columns: new Map(
      entries(row.column_statistics).map(([name, stats]) => [name, new Map(texts(stats))]),
    ),
  }
}

function entries(map: unknown): [string, unknown][] {
  if (!Array.isArray(map)) return []
  return map.map(({ key, value }: { key: unknown; value: unknown }) => [String(key), value])
}

function texts(map: unknown): [string, string][] {
  return entries(map).map(([name, value]) => [name, String(value)])
}

export interface Placement {
  location: string
  schema: Schema
  spec: PartitionSpec
}

/** The written file as its manifest will describe it. @throws catalog.file-not-in-one-partition */
export function describeFile(written: WrittenFile, to: Placement): TableFile {
  const columns = statistics(written, to.schema)
  return {
    content: 'data',
    location: to.location,
    format: 'PARQUET',
    specId: to.spec['spec-id'],
    partition: partitionOf(written, to, columns),
    recordCount: written.recordCount,
    sizeBytes: written.sizeBytes,
    columnSizes: numbers(columns, 'column_size_bytes'),
    valueCounts: numbers(columns, 'num_values'),
    nullCounts: numbers(columns, 'null_count'),
    lowerBounds: bounds(columns, 'min'),
    upperBounds: bounds(columns, 'max'),
  }
}

interface ColumnStatistics {
  field: Field
  stats: ReadonlyMap<string, string>
}

/** Statistics of the primitive columns outside lists and maps, by field. */
function statistics(written: WrittenFile, schema: Schema): ColumnStatistics[] {
  const found: ColumnStatistics[] = []
  const visit = (field: Field, above: string) => {
    const path = `${above}"${field.name.replaceAll('"', '""')}"`
    const stats = written.columns.get(path) ?? written.columns.get(above + field.name)
    if (typeof field.type === 'string') {
      if (stats) found.push({ field, stats: counted(stats, written, above === '') })
    } else if (field.type.type === 'struct')
      for (const child of field.type.fields) visit(child, `${path}.`)
  }
  for (const field of schema.fields) visit(field, '')
  return found
}

/** DuckDB does not always say how many values there are; outside structs each row has one. */
function counted(
  stats: ReadonlyMap<string, string>,
  { recordCount }: WrittenFile,
  topLevel: boolean,
): ReadonlyMap<string, string> {
  if (stats.has('num_values') || !topLevel) return stats
  return new Map([...stats, ['num_values', String(recordCount)]])
}

function numbers(columns: ColumnStatistics[], name: string): Map<number, number> {
  const known = columns.filter(({ stats }) => /^\d+$/.test(stats.get(name) ?? ''))
  return new Map(known.map(({ field, stats }) => [field.id, Number(stats.get(name))]))
}

function bounds(columns: ColumnStatistics[], side: 'min' | 'max'): Map<number, Buffer> {
  const map = new Map<number, Buffer>()
  for (const column of columns) {
    const type = column.field.type as string
    const value = extreme(column, side)
    const bound = value === undefined ? undefined : bounded(type, value, side)
    if (bound !== undefined) map.set(column.field.id, encodeValue(type, bound))
  }
  return map
}

function bounded(type: string, value: Value, side: 'min' | 'max'): Value | undefined {
  return side === 'min' ? lowerBound(type, value) : upperBound(type, value)
}

/** Where there is a NaN the statistics say nothing of use. */
function extreme({ field, stats }: ColumnStatistics, side: 'min' | 'max'): Value | undefined {
  const text = stats.get(side)
  if (text === undefined || stats.get('has_nan') === 'true') return undefined
  return parseDuckdbValue(field.type as string, text)
}

function partitionOf(
  written: WrittenFile,
  { schema, spec }: Placement,
  columns: ColumnStatistics[],
): Map<number, Value | null> {
  const fields = fieldsById(schema)
  return new Map(
    spec.fields.map((partition): [number, Value | null] => {
      const source = fields.get(partition['source-id'])
      const transform = parseTransform(partition.transform)
      if (transform.name === 'void') return [partition['field-id'], null]
      const type = String(source?.type)
      const given = written.partition?.[partition.name]
      const column = columns.find(({ field }) => field.id === partition['source-id'])
      const made = (value: Value | null) => applyTransform(transform, type, value)
      if (given !== undefined) return [partition['field-id'], givenValue(transform, type, given)]
      return [partition['field-id'], common(partition.name, column, written, made)]
    }),
  )
}

function givenValue(
  transform: ReturnType<typeof parseTransform>,
  type: string,
  text: string | null,
): Value | null {
  if (text === null) return null
  const plain = transform.name === 'identity' || transform.name === 'truncate'
  const value = plain ? parseDuckdbValue(type, text) : Number(text)
  if (value === undefined)
    throw notAPartition({ reason: `partition value "${text}" is no ${type}` })
  return value
}

/** The one partition value of all rows; their smallest and greatest must agree on it. */
function common(
  name: string,
  column: ColumnStatistics | undefined,
  written: WrittenFile,
  made: (value: Value | null) => Value | null,
): Value | null {
  const nulls = Number(column?.stats.get('null_count') ?? Number.NaN)
  if (nulls === written.recordCount) return null
  const least = column && extreme(column, 'min')
  const most = column && extreme(column, 'max')
  if (nulls !== 0 || least === undefined || most === undefined)
    throw notAPartition({ reason: `values of "${name}" in the file are not all known` })
  const [from, to] = [made(least), made(most)]
  if (from !== to) throw notAPartition({ reason: `the file spans "${name}" from ${from} to ${to}` })
  return from
}
