import type { MetricDefinition } from '../model/metric.ts'
import { deviation } from '../model/statistics.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

export const coverageVolatility: MetricDefinition = {
  id: 'C6',
  name: 'Coverage volatility',
  definition: 'Standard deviation of the change of entity coverage from month to month.',
  unit: 'pp',
  section: 'Coverage',
  proposal: { direction: 'at-most', limit: 2 },
  needs: ['rows', 'entity', 'event time', 'universe'],
  async measure({ db }) {
    const rows = await db.rows(
      `SELECT strftime(m, '%Y-%m-01') AS month,
              (100 * count(*) FILTER (covered) / count(*))::DOUBLE AS share
       FROM coverage GROUP BY m ORDER BY m`,
    )
    const changes = rows.slice(1).map((row, index) => ({
      ...{ x: textOf(row.month), y: countOf(row.share) - countOf(rows[index]?.share) },
    }))
    if (changes.length < 2) return { observations: 0, missing: 'coverage of three months' }
    return {
      value: deviation(changes.map(({ y }) => y)),
      observations: changes.length,
      ...windowOfRows(rows, 'month'),
      plot: { kind: 'line', xLabel: 'month', yLabel: 'change in pp', points: changes },
    }
  },
}
