/** One element of a Parquet file's schema, as `parquet_schema` of DuckDB tells it. */
export interface ParquetNode {
  name: string
  repeated: boolean
  /** `INT96`; undefined for groups. */
  physical: string | undefined
  widthBytes: number
  /** `LIST`, `MAP`, `INT_64` */
  converted: string | undefined
  /** What DuckDB reads it as: `DECIMAL(9,2)`. */
  duckdb: string
  fieldId: number | undefined
  children: ParquetNode[]
}

/** What `ParquetNode`s are read from. */
export const NODE_COLUMNS =
  'file_name, name, type, type_length, repetition_type, num_children, converted_type, ' +
  'logical_type, duckdb_type, field_id'

type Row = Record<string, unknown>

/** Reads the flattened tree; the answer are the columns. */
export function parseNodes(rows: readonly Row[]): ParquetNode[] {
  const waiting = rows.values()
  const read = (): ParquetNode => {
    const row = waiting.next().value ?? {}
    return nodeOf(
      row,
      Array.from({ length: Number(row.num_children ?? 0) }, () => read()),
    )
  }
  return read().children
}

function nodeOf(row: Row, children: ParquetNode[]): ParquetNode {
  const logical = /^(List|Map)Type/.exec(text(row.logical_type) ?? '')?.[1]?.toUpperCase()
  return {
    name: String(row.name),
    repeated: row.repetition_type === 'REPEATED',
    physical: text(row.type),
    widthBytes: Number(row.type_length ?? 0),
    converted: text(row.converted_type) ?? logical,
    duckdb: text(row.duckdb_type) ?? '',
    fieldId: row.field_id === null ? undefined : Number(row.field_id),
    children,
  }
}

function text(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value)
}
