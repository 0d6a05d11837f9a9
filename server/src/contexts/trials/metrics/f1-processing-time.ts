import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { quantile, windowOf } from './ledger.ts'

const MINUTE_MS = 60_000

export const processingTime: MetricDefinition = {
  id: 'F1',
  name: 'Processing time',
  definition: 'From when a content is complete on our side until it can be read: 95 % are faster.',
  unit: 'min',
  section: 'Cost and effort',
  needs: ['deliveries'],
  measure({ deliveries, feed }) {
    const times = deliveries.flatMap(({ slice, vintages }) =>
      vintages.flatMap(({ availableAt, landedAt }) =>
        availableAt
          ? [{ x: slice, y: (availableAt.getTime() - landedAt.getTime()) / MINUTE_MS }]
          : [],
      ),
    )
    if (times.length === 0) return { observations: 0, missing: 'nothing was loaded so far' }
    const minutes = times.map(({ y }) => y)
    const [half, most] = [quantile(minutes, 0.5), quantile(minutes, 0.95)]
    const grace = feed?.definition.calendar?.graceMinutes
    return {
      value: most,
      text: `p95 ${numberText(most)} min, median ${numberText(half)} min`,
      observations: times.length,
      ...windowOf(times.map(({ x }) => x)),
      // Before the deadline: within the grace that the calendar gives.
      ...(grace !== undefined && {
        gate: { direction: 'at-most' as const, limit: grace, from: 'proposal' as const },
      }),
      plot: { kind: 'line', xLabel: 'delivery', yLabel: 'minutes', points: times },
    }
  },
}
