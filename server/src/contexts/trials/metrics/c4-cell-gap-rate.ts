import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'

const GAPS = `
  WITH calendar AS (SELECT p, row_number() OVER (ORDER BY p) AS k FROM
                      (SELECT DISTINCT p FROM cells)),
       placed AS (SELECT e, p, k FROM cells JOIN calendar USING (p)),
       spans AS (SELECT e, min(k) AS first FROM placed GROUP BY e),
       steps AS (SELECT e, k, lead(k, 1, (SELECT max(k) + 1 FROM calendar))
                   OVER (PARTITION BY e ORDER BY k) AS following FROM placed)`

export const cellGapRate: MetricDefinition = {
  id: 'C4',
  name: 'Cell gap rate',
  definition: 'Periods without a row, after an entity first appeared, of those expected of it.',
  unit: '%',
  section: 'Coverage',
  proposal: { direction: 'at-most', limit: 5 },
  needs: ['rows', 'entity', 'event time'],
  async measure({ db, charter }) {
    const total = await firstRow(
      db,
      `${GAPS} SELECT (SELECT sum((SELECT max(k) FROM calendar) - first + 1) FROM spans)::DOUBLE
          AS expected, (SELECT count(*) FROM placed)::DOUBLE AS present,
          (SELECT max(following - k - 1) FROM steps)::DOUBLE AS longest,
          (SELECT min(p)::DATE::VARCHAR || ' to ' || max(p)::DATE::VARCHAR FROM cells) AS span`,
    )
    const expected = countOf(total.expected)
    if (expected === 0) return { observations: 0, missing: 'no row has an entity and a time' }
    const value = (100 * (expected - countOf(total.present))) / expected
    const longest = countOf(total.longest)
    const rows = await db.rows(
      `${GAPS} SELECT spans.e, strftime(c.p, '%Y-%m') AS month,
          (100 * (1 - count(x.k) / count(*)))::DOUBLE AS gaps
        FROM spans JOIN calendar c ON c.k >= first
        LEFT JOIN placed x ON x.e = spans.e AND x.k = c.k
        WHERE spans.e IN (SELECT e FROM cells GROUP BY e ORDER BY sum(n) DESC, e LIMIT 40)
        GROUP BY ALL ORDER BY e, month`,
    )
    return {
      value,
      text: `${numberText(value)} %, longest gap ${longest} ${charter.period}s`,
      observations: expected,
      window: textOf(total.span),
      plot: {
        kind: 'heatmap',
        xLabel: 'month',
        yLabel: 'entity',
        points: rows.map((row) => ({
          x: textOf(row.month),
          y: textOf(row.e),
          value: countOf(row.gaps),
        })),
      },
    }
  },
}
