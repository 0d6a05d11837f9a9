import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

/** Who was in the universe at some time of a month, and whether the data had them then. */
export const COVERAGE = `
  WITH months AS (SELECT DISTINCT date_trunc('month', d)::DATE AS m FROM days),
       expected AS (
         SELECT m, u.i, max(u.w) AS w FROM months
         JOIN universe u ON u.f < m + INTERVAL 1 MONTH AND (u.u IS NULL OR u.u > m)
         GROUP BY m, u.i),
       present AS (SELECT DISTINCT date_trunc('month', d)::DATE AS m, i FROM mapped)
  SELECT strftime(expected.m, '%Y-%m') AS month, count(*)::DOUBLE AS expected,
         count(present.i)::DOUBLE AS covered, sum(w)::DOUBLE AS weight,
         sum(w) FILTER (present.i IS NOT NULL)::DOUBLE AS weight_covered
  FROM expected LEFT JOIN present ON present.m = expected.m AND present.i = expected.i
  GROUP BY expected.m ORDER BY expected.m`

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
