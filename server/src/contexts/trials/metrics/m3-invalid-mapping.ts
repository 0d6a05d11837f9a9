import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'

/** Rows of an id that the mapping knows at other times, but not at theirs. */
const INVALID = `(SELECT e, sum(n) AS n FROM days
  WHERE e IN (SELECT v FROM map) AND NOT EXISTS (
    SELECT 1 FROM map m WHERE m.v = e AND d >= m.f AND (m.u IS NULL OR d < m.u)) GROUP BY e)`

export const invalidMapping: MetricDefinition = {
  id: 'M3',
  name: 'Time-invalid mapping',
  definition: 'Rows whose id the mapping knows, but not at the event’s time, per million.',
  unit: 'ppm',
  section: 'Mapping',
  proposal: { direction: 'at-most', limit: 100 },
  needs: ['rows', 'entity', 'event time', 'mapping'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `SELECT (SELECT sum(n) FROM days)::DOUBLE AS rows,
              (SELECT sum(n) FROM ${INVALID})::DOUBLE AS invalid`,
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'no row has an entity and a time' }
    const worst = await db.rows(
      `SELECT e, n::DOUBLE AS n FROM ${INVALID} ORDER BY n DESC, e LIMIT 12`,
    )
    return {
      value: (1e6 * countOf(row.invalid)) / rows,
      observations: rows,
      plot: {
        kind: 'bar',
        xLabel: 'id',
        yLabel: 'rows',
        points: worst.map(({ e, n }) => ({ x: textOf(e), y: countOf(n) })),
      },
    }
  },
}
