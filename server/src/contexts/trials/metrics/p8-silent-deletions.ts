import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf, windowOfRows } from './answers.ts'

export const silentDeletions: MetricDefinition = {
  id: 'P8',
  name: 'Silent deletions',
  definition: 'Keys of a delivery that its next content does not have any more, per million.',
  unit: 'ppm',
  section: 'History and point in time',
  proposal: { direction: 'at-most', limit: 0 },
  needs: ['revisions', 'key'],
  async measure({ db }) {
    const rows = await db.rows(
      `SELECT slice, sum(keys)::DOUBLE AS keys, sum(gone)::DOUBLE AS gone FROM deleted
       GROUP BY slice ORDER BY slice`,
    )
    const total = (name: 'keys' | 'gone') => rows.reduce((sum, row) => sum + countOf(row[name]), 0)
    const [keys, gone] = [total('keys'), total('gone')]
    if (keys === 0) return { observations: 0, missing: 'no row is in two vintages' }
    return {
      value: (1e6 * gone) / keys,
      observations: keys,
      ...windowOfRows(rows, 'slice'),
      plot: {
        kind: 'bar',
        xLabel: 'delivery',
        yLabel: 'keys that went',
        points: rows.map((row) => ({ x: `of ${textOf(row.slice)}`, y: countOf(row.gone) })),
      },
    }
  },
}
