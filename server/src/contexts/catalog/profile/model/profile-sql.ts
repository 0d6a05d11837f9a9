import { quoteName } from '../../../../foundation/duckdb.ts'
import type { Field } from '../../model/schema.ts'

/** What is known of a column in all rows of a snapshot; texts as DuckDB writes them. */
export interface ColumnProfile {
  id: number
  nulls: number
  /** By HyperLogLog: some percent off. */
  distinct?: number
  min?: string
  max?: string
  histogram?: Bucket[]
}

export interface Bucket {
  from: string
  to: string
  count: number
}

const NUMBERS = /^(int|long|float|double|decimal)/
const MOMENTS = /^(date|timestamp)/
const WITHOUT_ORDER = /^(binary|uuid|boolean|fixed)/
export const BUCKETS = 12
/** Longer values are cut: a profile is no place for documents. */
export const LETTERS_MAX = 80

export function scalar({ type }: Field): boolean {
  return typeof type === 'string'
}

function ordered({ type }: Field): boolean {
  return typeof type === 'string' && !WITHOUT_ORDER.test(type)
}

function bucketed({ type }: Field): boolean {
  return typeof type === 'string' && (NUMBERS.test(type) || MOMENTS.test(type))
}

/** A number that grows with the value; NaN and the infinities have none. */
function numberOf(field: Field): string {
  const name = quoteName(field.name)
  const text = String(field.type)
  if (MOMENTS.test(text)) return `epoch(${name}::TIMESTAMP)`
  const floats = text === 'float' || text === 'double'
  return floats ? `CASE WHEN isfinite(${name}) THEN ${name}::DOUBLE END` : `${name}::DOUBLE`
}

/** One row: `rows`, and of each field by its id `nulls_1`, `distinct_1`, `min_1`, `max_1`. */
export function countsSql(fields: readonly Field[], relation: string): string {
  const parts = fields.flatMap((field) => {
    const [id, name] = [field.id, quoteName(field.name)]
    const nulls = `count(*) - count(${name}) AS nulls_${id}`
    if (!scalar(field)) return [nulls]
    const distinct = `approx_count_distinct(${name}) AS distinct_${id}`
    if (!ordered(field)) return [nulls, distinct]
    const range = ['min', 'max'].map(
      (end) => `left(${end}(${name})::VARCHAR, ${LETTERS_MAX}) AS ${end}_${id}`,
    )
    const ends = ['min', 'max'].map((end) => `${end}(${numberOf(field)}) AS ${end}_number_${id}`)
    return [nulls, distinct, ...range, ...(bucketed(field) ? ends : [])]
  })
  return `SELECT ${['count(*) AS rows', ...parts].join(', ')} FROM ${relation}`
}

/** Rows of `bucket` and `count`, for a field whose numbers go from `low` to `high`. */
export function histogramSql(
  field: Field,
  { low, high, relation }: { low: number; high: number; relation: string },
): string {
  const width = (high - low) / BUCKETS
  const value = numberOf(field)
  return `SELECT least(${BUCKETS - 1}, floor((${value} - ${low}) / ${width}))::INTEGER AS bucket,
    count(*)::INTEGER AS count FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY 1`
}

/** Ends as people read them. */
export function bucketsOf(
  field: Field,
  { low, high, counts }: { low: number; high: number; counts: ReadonlyMap<number, number> },
): Bucket[] {
  const width = (high - low) / BUCKETS
  const text = (value: number) =>
    MOMENTS.test(String(field.type))
      ? new Date(value * 1000).toISOString()
      : String(Number(value.toPrecision(6)))
  return Array.from({ length: BUCKETS }, (_, index) => ({
    from: text(low + index * width),
    to: text(low + (index + 1) * width),
    count: counts.get(index) ?? 0,
  }))
}
