import { quoteName, quoteText } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf } from './answers.ts'

export const nullRate: MetricDefinition = {
  id: 'Q1',
  name: 'Null rate',
  definition: 'Values that are not there, by column and month; the number is the worst column’s.',
  unit: '%',
  section: 'Quality',
  needs: ['rows'],
  async measure({ db, columns, missing }) {
    if (columns.length === 0) return { observations: 0, missing: 'a column that may be read' }
    const timed = !missing.has('event time')
    const month = timed ? `strftime(_time, '%Y-%m')` : quoteText('all')
    const counts = columns.map(
      ({ name }, index) => `count(${quoteName(name)})::DOUBLE AS c${index}`,
    )
    const rows = await db.rows(
      `SELECT coalesce(${month}, 'no time') AS month, count(*)::DOUBLE AS n, ${counts.join(', ')}
       FROM data GROUP BY 1 ORDER BY 1`,
    )
    const total = rows.reduce((sum, row) => sum + countOf(row.n), 0)
    if (total === 0) return { observations: 0, missing: 'the data has no rows' }
    const rates = columns.map(({ name }, index) => {
      const present = rows.reduce((sum, row) => sum + countOf(row[`c${index}`]), 0)
      return { name, rate: (100 * (total - present)) / total }
    })
    const worst = rates.reduce((most, one) => (one.rate > most.rate ? one : most))
    return {
      value: worst.rate,
      text: `${numberText(worst.rate)} % in ${worst.name}`,
      observations: total * columns.length,
      ...(timed && { window: `${textOf(rows[0]?.month)} to ${textOf(rows.at(-1)?.month)}` }),
      plot: {
        kind: 'heatmap',
        xLabel: 'month',
        yLabel: 'column',
        points: rows.flatMap((row) =>
          columns.map(({ name }, index) => ({
            x: textOf(row.month),
            y: name,
            value: 100 * (1 - countOf(row[`c${index}`]) / countOf(row.n)),
          })),
        ),
      },
    }
  },
}
