import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'

const SLOW = 3
const STEPS = [24, 24 * 7, 24 * 30, 24 * 365]
const STEP_NAMES = ['1 day', '1 week', '30 days', '1 year', 'more']

/** Late is three times later than nearly all that came live; nothing is late before it is due. */
const BACKFILLED = `
  WITH live AS (
    SELECT lag, sum(n) OVER (ORDER BY lag) AS upto, sum(n) OVER () AS rows FROM lags WHERE live),
  late AS (SELECT ${SLOW} * greatest(min(lag), 0) AS lag FROM live WHERE upto >= 0.95 * rows)`

export const backfilledShare: MetricDefinition = {
  id: 'P4',
  name: 'Backfilled share',
  definition: 'Rows that came as history, or 3 times later than 95 % of the live ones.',
  unit: '%',
  section: 'History and point in time',
  needs: ['rows', 'event time', 'availability'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `${BACKFILLED} SELECT sum(n)::DOUBLE AS rows, sum(n) FILTER (
         NOT live OR lag > (SELECT lag FROM late))::DOUBLE AS backfilled FROM lags`,
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'a row with time and availability' }
    const tests = STEPS.map((hours, index) => `WHEN lag <= ${hours} THEN ${index}`)
    const cells = await db.rows(
      `SELECT year::VARCHAR AS year, CASE ${tests.join(' ')} ELSE ${STEPS.length} END AS step,
              100 * sum(n) / sum(sum(n)) OVER (PARTITION BY year) AS share
       FROM lags GROUP BY 1, 2, lags.year ORDER BY 1, 2`,
    )
    return {
      value: (100 * countOf(row.backfilled)) / rows,
      observations: rows,
      plot: {
        kind: 'heatmap',
        xLabel: 'year of the event',
        yLabel: 'available within',
        points: cells.map((cell) => ({
          x: `in ${textOf(cell.year)}`,
          y: STEP_NAMES[countOf(cell.step)] ?? '',
          value: countOf(cell.share),
        })),
      },
    }
  },
}
