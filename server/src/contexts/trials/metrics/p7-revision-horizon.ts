import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

/** Of each value that changed, how long after it could be had first it changed last. */
const LAST = `(SELECT epoch(max(changes.known) - any_value(v.first)) / 86400 AS days
  FROM changes JOIN (SELECT DISTINCT slice, first FROM vintages) v USING (slice)
  GROUP BY slice, "column", k)`

export const revisionHorizon: MetricDefinition = {
  id: 'P7',
  name: 'Revision horizon',
  definition: 'Days from a value’s first availability until it changed last: 95 % are sooner.',
  unit: 'days',
  section: 'History and point in time',
  needs: ['revisions', 'key'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `SELECT count(*)::DOUBLE AS n, quantile_cont(days, 0.95) AS most FROM ${LAST}`,
    )
    const observations = countOf(row.n)
    if (observations === 0) return { observations: 0, missing: 'a value that was revised' }
    const steps = await db.rows(
      `SELECT days, count(*)::DOUBLE AS n FROM ${LAST} GROUP BY 1 ORDER BY 1 LIMIT 200`,
    )
    let settled = 0
    return {
      value: countOf(row.most),
      observations,
      plot: {
        kind: 'ecdf',
        xLabel: 'days after the first availability',
        yLabel: 'share of revised values still to change',
        points: steps.map((step) => {
          settled += countOf(step.n)
          return { x: countOf(step.days), y: 1 - settled / observations }
        }),
      },
    }
  },
}
