import { numberText } from '../model/band.ts'
import type { Inputs, MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'
import { expectedDeliveries } from './ledger.ts'

/** Periods that some row has, and those that the feed's calendar foretold and are past. */
async function makeCalendar(inputs: Inputs): Promise<void> {
  const all = ['SELECT p FROM cells', ...foretold(inputs)].join(' UNION ALL ')
  await inputs.db.run(
    `CREATE OR REPLACE TEMP TABLE calendar AS
     SELECT p, row_number() OVER (ORDER BY p) AS k FROM (SELECT DISTINCT p FROM (${all}))`,
  )
}

/** A slice is of its own day or month; of its hours, those that the data has on other days. */
function foretold({ charter, feed, deliveries, now, missing }: Inputs): string[] {
  const { calendar, event } = feed?.definition ?? {}
  if (!calendar || !event?.withinSlice || missing.has('calendar')) return []
  const slices = expectedDeliveries({ deliveries, feed, now }).map(({ slice }) => slice)
  const dates = slices.filter((slice) => (charter.period === 'month' ? MONTH : DAY).test(slice))
  if (dates.length === 0) return []
  const first = dates.map((slice) => `(TIMESTAMP '${slice}${DAY.test(slice) ? '' : '-01'}')`)
  const starts = `SELECT date_trunc('${charter.period}', p) AS p FROM (VALUES ${first}) s(p)`
  if (charter.period !== 'hour') return [starts]
  const hours = 'SELECT DISTINCT hour(p) AS h FROM cells'
  return [`SELECT p + to_hours(h) AS p FROM (${starts}) CROSS JOIN (${hours})`]
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MONTH = /^\d{4}-\d{2}(-\d{2})?$/

const GAPS = `
  WITH placed AS (SELECT e, p, k FROM cells JOIN calendar USING (p)),
       spans AS (SELECT e, min(k) AS first FROM placed GROUP BY e),
       steps AS (SELECT e, k, lead(k, 1, (SELECT max(k) + 1 FROM calendar))
                   OVER (PARTITION BY e ORDER BY k) AS following FROM placed)`

export const cellGapRate: MetricDefinition = {
  id: 'C4',
  name: 'Cell gap rate',
  definition:
    'Periods without a row, after an entity first appeared, of those expected of it: those that ' +
    'any entity has, and those of deliveries that were due.',
  unit: '%',
  section: 'Coverage',
  proposal: { direction: 'at-most', limit: 5 },
  needs: ['rows', 'entity', 'event time'],
  async measure(inputs) {
    const { db, charter } = inputs
    await makeCalendar(inputs)
    const total = await firstRow(
      db,
      `${GAPS} SELECT (SELECT sum((SELECT max(k) FROM calendar) - first + 1) FROM spans)::DOUBLE
          AS expected, (SELECT count(*) FROM placed)::DOUBLE AS present,
          (SELECT max(following - k - 1) FROM steps)::DOUBLE AS longest,
          (SELECT min(p)::DATE::VARCHAR || ' to ' || max(p)::DATE::VARCHAR FROM calendar) AS span`,
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
