import { quoteName } from '../../../foundation/duckdb.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

export const duplicateKeys: MetricDefinition = {
  id: 'Q3',
  name: 'Duplicate keys',
  definition: 'Rows beyond the first of their declared key, per million rows.',
  unit: 'ppm',
  section: 'Quality',
  proposal: { direction: 'at-most', limit: 0 },
  needs: ['rows', 'key'],
  async measure({ db, charter, feed }) {
    const key = charter.columns.key ?? feed?.definition.key ?? []
    const names = key.map(quoteName).join(', ')
    const row = await firstRow(
      db,
      `SELECT sum(c)::DOUBLE AS rows, sum(c - 1)::DOUBLE AS beyond, count(*)::DOUBLE AS keys
       FROM (SELECT count(*) AS c FROM data GROUP BY ${names})`,
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'the data has no rows' }
    return { value: (1e6 * countOf(row.beyond)) / rows, observations: rows }
  },
}
