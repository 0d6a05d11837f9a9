import type { Duckdb } from '../../../foundation/duckdb.ts'
import { SIGNAL_NEEDS } from '../relations/signal.ts'
import { countOf, numberOf, textOf } from './answers.ts'

export const KPI_NEEDS = [...SIGNAL_NEEDS, 'kpi'] as const

/** Each reported number with the mean signal of the days of its period; periods are counted. */
export const REPORTED = `
  WITH periods AS (
    SELECT p, k, coalesce(lead(p) OVER (ORDER BY k),
                          p + (p - lag(p) OVER (ORDER BY k))::INT) AS until
    FROM (SELECT p, row_number() OVER (ORDER BY p) AS k FROM (SELECT DISTINCT p FROM kpi))),
  reported AS (
    SELECT kpi.i, kpi.p, any_value(k) AS k, any_value(y) AS y, avg(s) AS x
    FROM kpi JOIN periods USING (p) JOIN signal g ON g.i = kpi.i AND g.d >= p AND g.d < until
    WHERE y IS NOT NULL GROUP BY kpi.i, kpi.p)`

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
