import type { MetricDefinition } from '../model/metric.ts'
import { mean } from '../model/statistics.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

/** Of each month of the data, who is in it and was or will not be in the one beside it. */
const CHURN = `
  WITH seen AS (SELECT DISTINCT date_trunc('month', d)::DATE AS m, e FROM days),
       months AS (SELECT m, row_number() OVER (ORDER BY m) AS k FROM (SELECT DISTINCT m FROM seen)),
       placed AS (SELECT k, m, e FROM seen JOIN months USING (m)),
       sizes AS (SELECT k, any_value(m) AS m, count(*) AS n FROM placed GROUP BY k),
       stayed AS (SELECT now.k, count(*) AS n FROM placed now
                JOIN placed before ON before.e = now.e AND before.k = now.k - 1 GROUP BY now.k)
  SELECT now.m::VARCHAR AS month, (now.n - coalesce(stayed.n, 0))::DOUBLE AS entering,
         (before.n - coalesce(stayed.n, 0))::DOUBLE AS leaving, (now.n + before.n) / 2 AS average
  FROM sizes now JOIN sizes before ON before.k = now.k - 1 LEFT JOIN stayed ON stayed.k = now.k
  ORDER BY now.k`

export const panelChurn: MetricDefinition = {
  id: 'C5',
  name: 'Panel churn',
  definition: 'Entities that came or went from month to month, of those of both, on average.',
  unit: '%',
  section: 'Coverage',
  proposal: { direction: 'at-most', limit: 3 },
  needs: ['rows', 'entity', 'event time'],
  async measure({ db }) {
    const rows = await db.rows(CHURN)
    if (rows.length === 0) return { observations: 0, missing: 'rows of two months' }
    const rates = rows.map(
      (row) => (100 * (countOf(row.entering) + countOf(row.leaving))) / countOf(row.average),
    )
    return {
      value: mean(rates),
      observations: rows.length,
      ...windowOfRows(rows, 'month'),
      plot: {
        kind: 'line',
        xLabel: 'month',
        yLabel: 'entities',
        points: (['entering', 'leaving'] as const).flatMap((series) =>
          rows.map((row) => ({
            ...{ x: textOf(row.month), series },
            y: series === 'entering' ? countOf(row.entering) : 0 - countOf(row.leaving),
          })),
        ),
      },
    }
  },
}
