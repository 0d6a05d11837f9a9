import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'

/** Ids of the vendor that meant more than one of ours on some day. */
const DOUBLED = `(SELECT e, count(*) AS days FROM
  (SELECT e, d FROM mapped GROUP BY e, d HAVING count(DISTINCT i) > 1) GROUP BY e)`

export const ambiguity: MetricDefinition = {
  id: 'M2',
  name: 'Ambiguity',
  definition: 'Ids of the vendor that meant more than one of ours on the same day, of all ids.',
  unit: '%',
  section: 'Mapping',
  proposal: { direction: 'at-most', limit: 0.5 },
  needs: ['rows', 'entity', 'event time', 'mapping'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `SELECT (SELECT count(DISTINCT e) FROM days)::DOUBLE AS ids,
              (SELECT count(*) FROM ${DOUBLED})::DOUBLE AS doubled`,
    )
    const ids = countOf(row.ids)
    if (ids === 0) return { observations: 0, missing: 'no row has an entity and a time' }
    const worst = await db.rows(`SELECT e, days FROM ${DOUBLED} ORDER BY days DESC, e LIMIT 12`)
    return {
      value: (100 * countOf(row.doubled)) / ids,
      observations: ids,
      plot: {
        kind: 'bar',
        xLabel: 'id',
        yLabel: 'days',
        points: worst.map(({ e, days }) => ({ x: textOf(e), y: countOf(days) })),
      },
    }
  },
}
