import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

/** Months in which there were members that later left, and how both kinds were covered then. */
const BOTH = `
  WITH ends AS (
    SELECT i, bool_or(u IS NULL OR u >= (SELECT max(m) + INTERVAL 1 MONTH FROM coverage)) AS stays
    FROM universe GROUP BY i)
  SELECT m::VARCHAR AS month, count(*) FILTER (stays)::DOUBLE AS stay,
         count(*) FILTER (stays AND covered)::DOUBLE AS stay_covered,
         count(*) FILTER (NOT stays)::DOUBLE AS go,
         count(*) FILTER (NOT stays AND covered)::DOUBLE AS go_covered
  FROM coverage JOIN ends USING (i) GROUP BY m HAVING stay > 0 AND go > 0 ORDER BY m`

export const survivorshipGap: MetricDefinition = {
  id: 'P10',
  name: 'Survivorship gap',
  definition:
    'Coverage of members that later left the universe less that of those that stayed, in the ' +
    'same months.',
  unit: 'pp',
  section: 'History and point in time',
  proposal: { direction: 'at-least', limit: -5 },
  needs: ['rows', 'entity', 'event time', 'universe'],
  async measure({ db }) {
    const rows = await db.rows(BOTH)
    const total = (name: string) => rows.reduce((sum, row) => sum + countOf(row[name]), 0)
    const [stay, go] = [total('stay'), total('go')]
    if (go === 0) return { observations: 0, missing: 'members of the universe that left it' }
    const share = (row: (typeof rows)[number], kind: 'stay' | 'go') =>
      (100 * countOf(row[`${kind}_covered`])) / countOf(row[kind])
    return {
      value: 100 * (total('go_covered') / go - total('stay_covered') / stay),
      observations: stay + go,
      ...windowOfRows(rows, 'month'),
      plot: {
        kind: 'line',
        xLabel: 'month',
        yLabel: '% covered',
        points: (['stay', 'go'] as const).flatMap((kind) =>
          rows.map((row) => ({
            ...{ x: textOf(row.month), y: share(row, kind) },
            series: kind === 'stay' ? 'stayed' : 'left later',
          })),
        ),
      },
    }
  },
}
