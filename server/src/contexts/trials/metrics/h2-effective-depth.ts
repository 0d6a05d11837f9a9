import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

const SHARE = 0.8
const MONTHS = 12

export const effectiveDepth: MetricDefinition = {
  id: 'H2',
  name: 'Effective depth',
  definition:
    'From the first month with at least 80 % of the entities of the last 12 (their median) on.',
  unit: 'years',
  section: 'History and point in time',
  proposal: { direction: 'at-least', limit: 2 },
  needs: ['rows', 'entity', 'event time'],
  async measure({ db }) {
    const rows = await db.rows(
      `WITH months AS (SELECT date_trunc('month', d)::DATE AS m, count(DISTINCT e) AS n,
                              min(d) AS first FROM days GROUP BY 1),
            newest AS (SELECT median(n) AS n FROM
                        (SELECT n FROM months ORDER BY m DESC LIMIT ${MONTHS}))
       SELECT m::VARCHAR AS month, n::DOUBLE AS n,
              ((SELECT max(d) FROM days) - first) / 365.25 AS years,
              n >= ${SHARE} * (SELECT n FROM newest) AS enough
       FROM months ORDER BY m`,
    )
    const first = rows.find(({ enough }) => enough === true)
    if (!first) return { observations: 0, missing: 'no row has an entity and a time' }
    return {
      value: countOf(first.years),
      observations: rows.length,
      ...windowOfRows(rows, 'month'),
      plot: {
        kind: 'line',
        xLabel: 'month',
        yLabel: 'entities',
        points: rows.map((row) => ({ x: textOf(row.month), y: countOf(row.n) })),
      },
    }
  },
}
