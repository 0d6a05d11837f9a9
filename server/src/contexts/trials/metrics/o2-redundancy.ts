import { numberText } from '../model/band.ts'
import type { MetricDefinition, PlotPoint } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'
import { averageRank } from './returns.ts'

/** With fewer days in common, an order is alike by chance. */
const PAIRS_LEAST = 5

export const redundancy: MetricDefinition = {
  id: 'O2',
  name: 'Redundancy',
  definition: 'The highest rank correlation of a column with an owned field, either way.',
  unit: 'ρ',
  section: 'Overlap',
  proposal: { direction: 'at-most', limit: 0.9 },
  needs: ['rows', 'entity', 'event time', 'numbers', 'owned data'],
  async measure({ db, owned, columns }) {
    const numbers = columns.filter(({ number }) => number)
    const points: PlotPoint[] = []
    let [most, observations, said] = [-1, 0, '']
    for (const [at, { name, fields, factors }] of owned.entries()) {
      if (factors) continue
      for (const [fieldAt, field] of fields.entries())
        for (const [index, column] of numbers.entries()) {
          const row = await firstRow(
            db,
            `WITH paired AS (SELECT x${index} AS x, f${fieldAt} AS f FROM mine
                           JOIN owned${at} USING (i, d)
                           WHERE x${index} IS NOT NULL AND f${fieldAt} IS NOT NULL),
                  ranked AS (SELECT ${averageRank('x')} AS x, ${averageRank('f')} AS f FROM paired)
             SELECT count(*)::DOUBLE AS n, CASE WHEN stddev_pop(x) > 0 AND stddev_pop(f) > 0
                    THEN abs(corr(x, f)) END AS rho FROM ranked`,
          )
          if (countOf(row.n) < PAIRS_LEAST || row.rho === null) continue
          const rho = countOf(row.rho)
          points.push({ x: column.name, y: `${name}.${field}`, value: 100 * rho })
          if (rho <= most) continue
          ;[most, observations, said] = [rho, countOf(row.n), `${column.name} and ${field}`]
        }
    }
    if (points.length === 0)
      return { observations: 0, missing: `${PAIRS_LEAST} days in common with an owned dataset` }
    return {
      value: most,
      text: `${numberText(most)} of ${said}`,
      observations,
      plot: { kind: 'heatmap', xLabel: 'column', yLabel: 'owned field', points },
    }
  },
}
