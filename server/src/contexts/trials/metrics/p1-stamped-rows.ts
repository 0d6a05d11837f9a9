import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

export const stampedRows: MetricDefinition = {
  id: 'P1',
  name: 'Availability-stamped rows',
  definition: 'Rows of which it is known when they could be had first, of all rows.',
  unit: '%',
  section: 'History and point in time',
  proposal: { direction: 'at-least', limit: 99 },
  needs: ['rows', 'availability'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      'SELECT count(*)::DOUBLE AS rows, count(_known)::DOUBLE AS stamped FROM known',
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'the data has no rows' }
    return { value: (100 * countOf(row.stamped)) / rows, observations: rows }
  },
}
