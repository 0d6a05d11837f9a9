import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

export const revisionRate: MetricDefinition = {
  id: 'P5',
  name: 'Revision rate',
  definition: 'Values that changed from one vintage of a delivery to the next, of those in both.',
  unit: '%',
  section: 'History and point in time',
  proposal: { direction: 'at-most', limit: 2 },
  needs: ['revisions', 'key'],
  async measure({ db }) {
    const rows = await db.rows(
      `SELECT slice, "column", sum(cells)::DOUBLE AS cells, sum(changed)::DOUBLE AS changed
       FROM revisions GROUP BY slice, "column" ORDER BY slice, "column"`,
    )
    const cells = rows.reduce((sum, row) => sum + countOf(row.cells), 0)
    const changed = rows.reduce((sum, row) => sum + countOf(row.changed), 0)
    if (cells === 0) return { observations: 0, missing: 'no row is in two vintages' }
    return {
      value: (100 * changed) / cells,
      observations: cells,
      ...windowOfRows(rows, 'slice'),
      plot: {
        kind: 'heatmap',
        xLabel: 'delivery',
        yLabel: 'column',
        points: rows.map((row) => ({
          x: textOf(row.slice),
          y: textOf(row.column),
          value: countOf(row.cells) === 0 ? 0 : (100 * countOf(row.changed)) / countOf(row.cells),
        })),
      },
    }
  },
}
