import type { Duckdb } from '../../../foundation/duckdb.ts'
import { SIGNAL_NEEDS } from '../relations/signal.ts'
import { countOf, numberOf, textOf } from './answers.ts'

export const KPI_NEEDS = [...SIGNAL_NEEDS, 'kpi'] as const

/**
 * Each reported number with the mean signal of the days of its period. Periods are an entity's own,
 * counted by it: years of business begin in different months.
 */
export const REPORTED = `
  WITH periods AS (
    SELECT i, p, y, row_number() OVER own AS k,
           coalesce(lead(p) OVER own, p + (p - lag(p) OVER own)::INT) AS until
    FROM kpi WINDOW own AS (PARTITION BY i ORDER BY p)),
  reported AS (
    SELECT o.i, o.p, any_value(k) AS k, any_value(y) AS y, avg(s) AS x
    FROM periods o JOIN signal g ON g.i = o.i AND g.d >= p AND g.d < until
    WHERE y IS NOT NULL GROUP BY o.i, o.p)`

export interface Reported {
  p: string
  x: number
  y: number
}

/** The reported periods of each entity, the oldest first. */
export async function reportedBy(db: Duckdb): Promise<Map<string, Reported[]>> {
  const rows = await db.rows(
    `${REPORTED} SELECT i, p::VARCHAR AS p, x, y FROM reported ORDER BY i, p`,
  )
  const by = Map.groupBy(rows, ({ i }) => textOf(i))
  const read = (row: (typeof rows)[number]) => ({
    ...{ p: textOf(row.p), x: numberOf(row.x), y: countOf(row.y) },
  })
  return new Map([...by].map(([i, some]) => [i, some.map(read)]))
}
