import { quoteName, quoteText } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'

const BINS = 20

export const revisionSize: MetricDefinition = {
  id: 'P6',
  name: 'Revision size and bias',
  definition:
    'How far revised numbers moved to one side, on average, in standard deviations of their ' +
    'column; beside it the median move in per cent.',
  unit: 'sd',
  section: 'History and point in time',
  proposal: { direction: 'at-most', limit: 0.05 },
  needs: ['revisions', 'key', 'numbers'],
  async measure({ db, columns }) {
    const spreads = columns
      .filter(({ number }) => number)
      .map(
        ({ name }) =>
          `SELECT ${quoteText(name)} AS "column", stddev_samp(${quoteName(name)})::DOUBLE AS sd
           FROM data`,
      )
    const moves = `(SELECT (next - old) / sd AS move, old, next FROM changes
      JOIN (${spreads.join(' UNION ALL ')}) USING ("column")
      WHERE old IS NOT NULL AND next IS NOT NULL AND sd > 0)`
    const row = await firstRow(
      db,
      `SELECT count(*)::DOUBLE AS n, avg(move) AS bias,
              100 * median(abs(next - old) / abs(old)) FILTER (old != 0) AS size FROM ${moves}`,
    )
    const observations = countOf(row.n)
    if (observations === 0) return { observations: 0, missing: 'a number that was revised' }
    const bins = await db.rows(
      `SELECT floor(greatest(-2, least(1.99, move)) * ${BINS / 4}) / ${BINS / 4} AS bin,
              count(*)::DOUBLE AS n FROM ${moves} GROUP BY 1 ORDER BY 1`,
    )
    const bias = countOf(row.bias)
    return {
      value: Math.abs(bias),
      text: `bias ${numberText(bias)} sd, median move ${numberText(countOf(row.size))} %`,
      observations,
      plot: {
        kind: 'bar',
        xLabel: 'move in standard deviations',
        yLabel: 'values',
        points: bins.map((bin) => ({ x: `from ${textOf(bin.bin)}`, y: countOf(bin.n) })),
      },
    }
  },
}
