import { quoteName, quotePath, quoteText } from '../../../../foundation/duckdb.ts'
import { notSupported } from '../../errors.ts'
import { duckdbType } from '../../model/duckdb-schema.ts'
import type { ReplacedRows } from '../../model/face.ts'
import type { TableFile } from '../../model/manifest.ts'
import type { TableMetadata } from '../../model/metadata.ts'
import { LAST_UPDATED, type Lineage, ROW_ID } from '../../model/row-lineage.ts'
import { type Field, pathTo, type Schema } from '../../model/schema.ts'
import { constantSql, defaultSql, presentSql } from './column-sql.ts'
import { columnsById, type PhysicalColumn } from './physical.ts'
import type { Plan } from './plan.ts'
import { predicateSql } from './predicate-sql.ts'

/** A file of the base on this host, with all that is needed to read it. */
export interface BaseFile {
  path: string
  file: TableFile
  root: PhysicalColumn
  /** Positions that a deletion vector takes away. */
  deleted?: readonly bigint[]
  positionDeletes: readonly { path: string }[]
  equalityDeletes: readonly { path: string; file: TableFile; root: PhysicalColumn }[]
  lineage?: Lineage
  without?: ReplacedRows
}

/** Which columns and rows. */
export type Selecting = Pick<Plan, 'policy' | 'schema' | 'base'>

interface Reading {
  metadata: TableMetadata
  plan: Selecting
  base: BaseFile
  columns: ReadonlyMap<number, PhysicalColumn>
}

const ROW_NUMBER = 'file_row_number'

/** The readable columns and rows of one file of the base. */
export function selectOf(metadata: TableMetadata, plan: Selecting, base: BaseFile): string {
  const mapping = metadata.properties['schema.name-mapping.default']
  const reading = { metadata, plan, base, columns: columnsById(base.root, mapping) }
  const conditions = [
    ...vectorSql(base),
    ...positionsSql(base),
    ...base.equalityDeletes.map((deletes) => equalitySql(reading, deletes)),
    ...(base.without ? [withoutSql(reading, base.without)] : []),
    ...(plan.policy.rowFilter ? [filterSql(reading, plan.policy.rowFilter)] : []),
  ]
  const named = base.lineage?.firstRowId !== undefined
  const numbered = named || base.deleted !== undefined || base.positionDeletes.length > 0
  if (numbered && base.root.children.some(({ name }) => name.toLowerCase() === ROW_NUMBER))
    throw notSupported({ what: `a column named "${ROW_NUMBER}" where rows are counted` })
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
  const columns = [
    ...plan.schema.fields.map(({ id }) => outputSql(reading, id)),
    ...(base.lineage ? lineageSql(reading, base.lineage) : []),
  ]
  const from = `${fileSql(base.path, numbered ? `, ${ROW_NUMBER} = true` : '')} b`
  return `SELECT ${columns.join(', ')} FROM ${from}${where}`
}

/** Footers may lie about NaN, which has no place among their smallest and greatest values. */
function fileSql(path: string, options = ''): string {
  const always = 'hive_partitioning = false, can_have_nan = true'
  return `read_parquet(${quotePath(path)}, ${always}${options})`
}

function outputSql(reading: Reading, id: number): string {
  const field = fieldOf(reading, id)
  const value = columnSql(reading, field)
  const cell = reading.plan.policy.cellFilters.find(([column]) => column === id)?.[1]
  if (!cell) return `${value} AS ${quoteName(field.name)}`
  const shown = `CASE WHEN ${filterSql(reading, cell)} THEN ${value} ELSE NULL END`
  return `CAST(${shown} AS ${duckdbType(field.type)}) AS ${quoteName(field.name)}`
}

/** What stands in the file counts, and else the place of the row in it. */
function lineageSql({ columns }: Reading, { firstRowId, updatedAt }: Lineage): string[] {
  const sql = (field: Field, otherwise: string) => {
    const column = columns.get(field.id)
    const own = column ? `b.${quoteName(column.name)}` : 'NULL'
    const value = firstRowId === undefined ? 'NULL' : `coalesce(${own}, ${otherwise})`
    return `CAST(${value} AS BIGINT) AS ${quoteName(field.name)}`
  }
  return [sql(ROW_ID, `${firstRowId} + b.${ROW_NUMBER}`), sql(LAST_UPDATED, String(updatedAt))]
}

function withoutSql(reading: Reading, { column, values }: ReplacedRows): string {
  const value = columnSql(reading, fieldOf(reading, column))
  return `(${value} IS NULL OR ${value} NOT IN (${values.join(', ')}))`
}

function filterSql(reading: Reading, filter: Parameters<typeof predicateSql>[0]): string {
  return predicateSql(filter, (id) => {
    const [column = fieldOf(reading, id), ...inside] = pathTo(reading.plan.base, id) ?? []
    const { type } = inside.at(-1) ?? column
    if (typeof type !== 'string') throw notSupported({ what: 'a filter on a nested column' })
    return { sql: insideSql(columnSql(reading, column), inside), type }
  })
}

/** A field of structs; of a struct that is NULL it is NULL. */
function insideSql(sql: string, path: readonly Field[]): string {
  return path.reduce((from, { name }) => `struct_extract(${from}, ${quoteText(name)})`, sql)
}

function fieldOf({ plan, metadata }: Reading, id: number): Field {
  const schemas = [plan.base, ...metadata.schemas.toReversed()]
  const fields = schemas.map((schema) => schema.fields.find((field) => field.id === id))
  const field = fields.find((one) => one !== undefined)
  if (!field) throw notSupported({ what: 'a column that no schema of the table has' })
  return field
}

/** The column of the file; where the file lacks it, the value of its partition, or its default. */
function columnSql({ metadata, base, columns }: Reading, field: Field): string {
  const column = columns.get(field.id)
  if (column) return presentSql(column, `b.${quoteName(column.name)}`, field.type)
  const spec = metadata['partition-specs'].find((one) => one['spec-id'] === base.file.specId)
  const partition = spec?.fields.find(
    (one) => one['source-id'] === field.id && one.transform === 'identity',
  )
  if (!partition) return defaultSql(field)
  return constantSql(field.type, base.file.partition.get(partition['field-id']) ?? null)
}

function vectorSql({ deleted }: BaseFile): string[] {
  if (!deleted || deleted.length === 0) return []
  const gone = `unnest([${deleted.join(', ')}]::BIGINT[])`
  return [`NOT EXISTS (SELECT 1 FROM ${gone} d(pos) WHERE d.pos = b.${ROW_NUMBER})`]
}

function positionsSql({ file, positionDeletes }: BaseFile): string[] {
  return positionDeletes.map(({ path }) => {
    const here = `d.file_path = ${quoteText(file.location)} AND d.pos = b.${ROW_NUMBER}`
    return `NOT EXISTS (SELECT 1 FROM ${fileSql(path)} d WHERE ${here})`
  })
}

function equalitySql(reading: Reading, deletes: BaseFile['equalityDeletes'][number]): string {
  const ids = deletes.file.equalityIds ?? []
  if (ids.length === 0) throw notSupported({ what: 'equality deletes without columns' })
  const columns = columnsById(deletes.root, undefined)
  const same = ids.map((id) => {
    const field = fieldOf(reading, id)
    const column = columns.get(id)
    if (!column) throw notSupported({ what: 'equality deletes that lack a column' })
    const value = presentSql(column, `d.${quoteName(column.name)}`, field.type)
    return `${value} IS NOT DISTINCT FROM ${columnSql(reading, field)}`
  })
  return `NOT EXISTS (SELECT 1 FROM ${fileSql(deletes.path)} d WHERE ${same.join(' AND ')})`
}

/** All columns and rows. */
export function selectingAll(schema: Schema): Selecting {
  const columns = schema.fields.map(({ id }) => id)
  return { policy: { columns, cellFilters: [] }, schema, base: schema }
}
