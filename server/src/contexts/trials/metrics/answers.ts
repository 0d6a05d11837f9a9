import type { Duckdb, DuckdbValue } from '../../../foundation/duckdb.ts'

/** The one row of an aggregate. */
export async function firstRow(db: Duckdb, sql: string): Promise<Record<string, DuckdbValue>> {
  const [row] = await db.rows(sql)
  return row ?? {}
}

export function numberOf(value: DuckdbValue | undefined): number {
  return value === null || value === undefined ? Number.NaN : Number(value)
}

/** Zero where SQL has nothing to add up. */
export function countOf(value: DuckdbValue | undefined): number {
  return value === null || value === undefined ? 0 : Number(value)
}

export function textOf(value: DuckdbValue | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

export function dayText(value: DuckdbValue | undefined): string {
  return textOf(value).slice(0, 10)
}

/** From the first to the last row of something that came ordered. */
export function windowOfRows(rows: readonly Record<string, DuckdbValue>[], name: string) {
  const [first, last] = [rows[0]?.[name], rows.at(-1)?.[name]]
  return first === undefined ? {} : { window: `${textOf(first)} to ${textOf(last)}` }
}
