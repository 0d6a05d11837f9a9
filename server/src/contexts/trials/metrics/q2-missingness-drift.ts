import { quoteName } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { stabilityIndex } from '../model/statistics.ts'
import { countOf } from './answers.ts'

export const missingnessDrift: MetricDefinition = {
  id: 'Q2',
  name: 'Missingness drift',
  definition:
    'How the share of values that are not there moved in the last quarter (stability index); ' +
    'the number is the worst column’s.',
  unit: 'PSI',
  section: 'Quality',
  proposal: { direction: 'at-most', limit: 0.1 },
  needs: ['rows', 'event time'],
  async measure({ db, columns }) {
    const counts = columns.map(
      ({ name }, index) => `count(${quoteName(name)})::DOUBLE AS c${index}`,
    )
    const rows = await db.rows(
      `SELECT date_trunc('quarter', _time) = (SELECT date_trunc('quarter', max(_time)) FROM data)
                AS last, ${['count(*)::DOUBLE AS n', ...counts].join(', ')}
       FROM data WHERE _time IS NOT NULL GROUP BY 1`,
    )
    const now = rows.find(({ last }) => last === true)
    const before = rows.find(({ last }) => last === false)
    if (!now || !before) return { observations: 0, missing: 'rows of an earlier quarter' }
    const split = (row: typeof now, index: number) => {
      const present = countOf(row[`c${index}`])
      return [countOf(row.n) - present, present]
    }
    const drifts = columns.map(({ name }, index) => ({
      x: name,
      y: stabilityIndex(split(now, index), split(before, index)),
    }))
    const sorted = drifts.toSorted((one, other) => other.y - one.y)
    const [worst] = sorted
    if (!worst) return { observations: 0, missing: 'a column that may be read' }
    return {
      value: worst.y,
      text: `${numberText(worst.y)} in ${worst.x}`,
      observations: countOf(now.n) + countOf(before.n),
      plot: { kind: 'bar', xLabel: 'column', yLabel: 'PSI', points: sorted.slice(0, 12) },
    }
  },
}
