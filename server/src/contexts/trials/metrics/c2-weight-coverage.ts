import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

export const weightCoverage: MetricDefinition = {
  id: 'C2',
  name: 'Weight coverage',
  definition: 'Weight of the members for whom the data had rows, of the weight of all; by month.',
  unit: '%',
  section: 'Coverage',
  needs: ['rows', 'entity', 'event time', 'universe', 'weights'],
  async measure({ db }) {
    const rows = await db.rows(
      `SELECT strftime(m, '%Y-%m') AS month, sum(w) AS weight, count(*)::DOUBLE AS members,
              coalesce(sum(w) FILTER (covered), 0) AS covered
       FROM coverage GROUP BY m HAVING sum(w) > 0 ORDER BY m`,
    )
    const total = (name: string) => rows.reduce((sum, row) => sum + countOf(row[name]), 0)
    const weight = total('weight')
    if (weight === 0) return { observations: 0, missing: 'the universe has no weight' }
    return {
      value: (100 * total('covered')) / weight,
      observations: total('members'),
      ...windowOfRows(rows, 'month'),
      plot: {
        kind: 'line',
        xLabel: 'month',
        yLabel: '% of the weight',
        threshold: 0,
        points: rows.map((row) => ({
          x: `${textOf(row.month)}-01`,
          y: (100 * countOf(row.covered)) / countOf(row.weight),
        })),
      },
    }
  },
}
