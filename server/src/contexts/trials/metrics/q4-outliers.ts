import { quoteName } from '../../../foundation/duckdb.ts'
import type { MetricDefinition, PlotPoint } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

const Z_MAX = 6
const MAD_TO_SD = 1.4826 // Of a normal distribution.
const SHOWN = 10

/** Each value with how far it lies off its entity’s own middle, in robust deviations. */
function judgedValues(column: string): string {
  const x = quoteName(column)
  const values = `(SELECT _entity AS e, ${x}::DOUBLE AS x FROM data
    WHERE _entity IS NOT NULL AND ${x} IS NOT NULL)`
  return `
    WITH middles AS (SELECT e, median(x) AS m FROM ${values} GROUP BY e),
         spreads AS (SELECT e, m, ${MAD_TO_SD} * median(abs(x - m)) AS sd
                     FROM ${values} JOIN middles USING (e) GROUP BY e, m),
         judged AS (SELECT (x - m) / nullif(sd, 0) AS z FROM ${values} JOIN spreads USING (e))`
}

export const outliers: MetricDefinition = {
  id: 'Q4',
  name: 'Outliers',
  definition: 'Numbers more than 6 robust deviations off the middle of their entity, per million.',
  unit: 'ppm',
  section: 'Quality',
  needs: ['rows', 'entity', 'numbers'],
  async measure({ db, columns }) {
    let [cells, odd] = [0, 0]
    const points: PlotPoint[] = []
    for (const { name } of columns.filter(({ number }) => number)) {
      const row = await firstRow(
        db,
        `${judgedValues(name)} SELECT count(*)::DOUBLE AS n,
           count(*) FILTER (abs(z) > ${Z_MAX})::DOUBLE AS odd FROM judged`,
      )
      cells += countOf(row.n)
      odd += countOf(row.odd)
      if (countOf(row.odd) === 0) continue
      const worst = await db.rows(
        `${judgedValues(name)} SELECT z FROM judged WHERE abs(z) > ${Z_MAX}
         ORDER BY abs(z) DESC LIMIT ${SHOWN}`,
      )
      points.push(...worst.map(({ z }) => ({ x: name, y: countOf(z) })))
    }
    if (cells === 0) return { observations: 0, missing: 'a number of a known entity' }
    return {
      value: (1e6 * odd) / cells,
      observations: cells,
      plot: { kind: 'dots', xLabel: 'column', yLabel: 'robust deviations', points },
    }
  },
}
