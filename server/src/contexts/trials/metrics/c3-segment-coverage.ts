import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, textOf } from './answers.ts'

const SEGMENTS_SHOWN = 40

export const segmentCoverage: MetricDefinition = {
  id: 'C3',
  name: 'Coverage by segment',
  definition: 'Segments of the universe with members but without a single row in the data.',
  unit: 'empty segments',
  section: 'Coverage',
  proposal: { direction: 'at-most', limit: 0 },
  needs: ['rows', 'entity', 'event time', 'universe', 'segments'],
  async measure({ db }) {
    const segments = await db.rows(
      `SELECT s, count(*)::DOUBLE AS n, count(*) FILTER (covered)::DOUBLE AS present
       FROM coverage GROUP BY s ORDER BY present / n, s`,
    )
    const [least] = segments
    if (!least) return { observations: 0, missing: 'the universe is empty in these months' }
    const empty = segments.filter(({ present }) => countOf(present) === 0).length
    const cells = await db.rows(
      `SELECT strftime(m, '%Y-%m') AS month, s,
              (100 * count(*) FILTER (covered) / count(*))::DOUBLE AS share
       FROM coverage WHERE s IN (SELECT s FROM coverage GROUP BY s
         ORDER BY count(*) FILTER (covered) / count(*), s LIMIT ${SEGMENTS_SHOWN})
       GROUP BY m, s ORDER BY s, m`,
    )
    const lowest = numberText((100 * countOf(least.present)) / countOf(least.n))
    return {
      value: empty,
      text: `${empty} of ${segments.length} empty; the lowest: ${textOf(least.s)}, ${lowest} %`,
      observations: segments.reduce((sum, { n }) => sum + countOf(n), 0),
      plot: {
        kind: 'heatmap',
        xLabel: 'month',
        yLabel: 'segment',
        points: cells.map((cell) => ({
          ...{ x: textOf(cell.month), y: textOf(cell.s), value: countOf(cell.share) },
        })),
      },
    }
  },
}
