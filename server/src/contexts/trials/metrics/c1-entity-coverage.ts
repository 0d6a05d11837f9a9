import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

const COVERAGE = `
  SELECT strftime(m, '%Y-%m') AS month, count(*)::DOUBLE AS expected,
         count(*) FILTER (covered)::DOUBLE AS covered
  FROM coverage GROUP BY m ORDER BY m`

export const entityCoverage: MetricDefinition = {
  id: 'C1',
  name: 'Entity coverage',
  definition: 'Members of the universe, as it was then, for whom the data had rows; by month.',
  unit: '%',
  section: 'Coverage',
  needs: ['rows', 'entity', 'event time', 'universe'],
  async measure({ db }) {
    const rows = await db.rows(COVERAGE)
    const expected = rows.reduce((sum, row) => sum + countOf(row.expected), 0)
    const covered = rows.reduce((sum, row) => sum + countOf(row.covered), 0)
    if (expected === 0) return { observations: 0, missing: 'the universe is empty in these months' }
    return {
      value: (100 * covered) / expected,
      observations: expected,
      ...windowOfRows(rows, 'month'),
      plot: {
        kind: 'line',
        xLabel: 'month',
        yLabel: '% of the universe',
        threshold: 0,
        points: rows.map((row) => ({
          x: `${textOf(row.month)}-01`,
          y: (100 * countOf(row.covered)) / countOf(row.expected),
        })),
      },
    }
  },
}
