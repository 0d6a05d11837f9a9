import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, numberOf } from './answers.ts'
import { KPI_NEEDS, REPORTED } from './reported.ts'

const LAGS_MAX = 6
/** With fewer pairs, some lag fits by chance. */
const PAIRS_LEAST = 5

export const leadLag: MetricDefinition = {
  id: 'O4',
  name: 'Lead and lag',
  definition:
    'By how long the signal goes before what companies report, where both are most alike; each ' +
    'entity against its own mean.',
  unit: 'days',
  section: 'Overlap',
  proposal: { direction: 'at-least', limit: 1 },
  needs: KPI_NEEDS,
  async measure({ db }) {
    const rows = await db.rows(
      `${REPORTED},
       centred AS (SELECT i, k, x - avg(x) OVER (PARTITION BY i) AS x,
                          y - avg(y) OVER (PARTITION BY i) AS y FROM reported),
       lags AS (SELECT range AS lag FROM range(-${LAGS_MAX}, ${LAGS_MAX + 1}))
       SELECT lag::INT AS lag, corr(now.x, later.y) AS rho, count(*)::DOUBLE AS n
       FROM lags CROSS JOIN centred now JOIN centred later
         ON later.i = now.i AND later.k = now.k + lag
       GROUP BY lag HAVING count(*) >= ${PAIRS_LEAST} AND stddev_pop(now.x) > 0
         AND stddev_pop(later.y) > 0 ORDER BY lag`,
    )
    const points = rows.map(({ lag, rho, n }) => ({
      ...{ x: countOf(lag), y: numberOf(rho), n: countOf(n) },
    }))
    if (points.length === 0)
      return { observations: 0, missing: `${PAIRS_LEAST} reported numbers with a signal` }
    const best = points.reduce((most, one) => (one.y > most.y ? one : most))
    const { step } = await firstRow(
      db,
      `SELECT median(step) AS step FROM (
         SELECT p - lag(p) OVER (PARTITION BY i ORDER BY p) AS step FROM kpi)`,
    )
    const value = best.x * countOf(step)
    return {
      value,
      text: `${numberText(value)} days ahead, ρ = ${numberText(best.y)}`,
      observations: best.n,
      plot: {
        kind: 'line',
        xLabel: 'periods that the signal goes before',
        yLabel: 'correlation',
        points: points.map(({ x, y }) => ({ x, y })),
      },
    }
  },
}
