import { quoteName } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'

const K = 5

export const reidentification: MetricDefinition = {
  id: 'R2',
  name: 'Re-identification',
  definition: 'How few rows share the same quasi-identifiers, at the least.',
  unit: 'rows',
  section: 'Compliance',
  proposal: { direction: 'at-least', limit: K },
  needs: ['rows', 'quasi-identifiers'],
  async measure({ db, charter }) {
    const names = (charter.columns.quasiIdentifiers ?? []).map(quoteName).join(', ')
    const groups = `(SELECT count(*) AS k FROM data GROUP BY ${names})`
    const row = await firstRow(
      db,
      `SELECT min(k)::DOUBLE AS least, sum(k)::DOUBLE AS rows,
              coalesce(sum(k) FILTER (k < ${K}), 0)::DOUBLE AS few FROM ${groups}`,
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'the data has no rows' }
    const sizes = await db.rows(
      `SELECT 2 ** floor(log2(k)) AS k, count(*)::DOUBLE AS n FROM ${groups} GROUP BY 1 ORDER BY 1`,
    )
    const few = numberText((100 * countOf(row.few)) / rows)
    return {
      value: countOf(row.least),
      text: `k = ${countOf(row.least)}; ${few} % of rows share theirs with fewer than ${K}`,
      observations: rows,
      plot: {
        kind: 'bar',
        xLabel: 'rows that share',
        yLabel: 'groups',
        points: sizes.map(({ k, n }) => ({ x: `from ${textOf(k)}`, y: countOf(n) })),
      },
    }
  },
}
