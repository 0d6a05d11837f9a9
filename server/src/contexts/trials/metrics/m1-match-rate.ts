import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

export const matchRate: MetricDefinition = {
  id: 'M1',
  name: 'Match rate',
  definition: 'Rows whose entity is mapped to an internal id that was valid at the event time.',
  unit: '%',
  section: 'Mapping',
  proposal: { direction: 'at-least', limit: 98 },
  needs: ['rows', 'entity', 'event time', 'mapping'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `WITH known AS (SELECT DISTINCT e, d FROM mapped)
       SELECT (SELECT count(*) FROM data)::DOUBLE AS rows,
              (SELECT sum(n) FROM days)::DOUBLE AS placed,
              (SELECT sum(n) FROM days SEMI JOIN known USING (e, d))::DOUBLE AS mapped,
              (SELECT count(DISTINCT e) FROM days)::DOUBLE AS entities,
              (SELECT count(DISTINCT e) FROM mapped)::DOUBLE AS entities_mapped,
              (SELECT min(d)::VARCHAR || ' to ' || max(d)::VARCHAR FROM days) AS span`,
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'the data has no rows' }
    const value = (100 * countOf(row.mapped)) / rows
    const [entities, known] = [countOf(row.entities), countOf(row.entities_mapped)]
    return {
      value,
      text: `${numberText(value)} % of rows, ${known} of ${entities} entities`,
      observations: rows,
      window: String(row.span),
      plot: {
        kind: 'bar',
        xLabel: 'step',
        yLabel: 'rows',
        points: [
          { x: 'received', y: rows },
          { x: 'with entity and time', y: countOf(row.placed) },
          { x: 'mapped', y: countOf(row.mapped) },
        ],
      },
    }
  },
}
