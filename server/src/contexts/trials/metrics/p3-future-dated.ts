import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

export const futureDated: MetricDefinition = {
  id: 'P3',
  name: 'Future-dated rows',
  definition: 'Rows about a time that lies after they could be had, per million.',
  unit: 'ppm',
  section: 'History and point in time',
  proposal: { direction: 'at-most', limit: 0 },
  needs: ['rows', 'event time', 'availability'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `SELECT count(*)::DOUBLE AS rows, count(*) FILTER (_time > _known)::DOUBLE AS future
       FROM known WHERE _time IS NOT NULL AND _known IS NOT NULL`,
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'a row with time and availability' }
    const future = countOf(row.future)
    const value = (1e6 * future) / rows
    return { value, text: `${future} rows, ${Math.round(value)} ppm`, observations: rows }
  },
}
