import type { MetricDefinition } from '../model/metric.ts'
import { expectedDeliveries, windowOf } from './ledger.ts'

export const onTimeRate: MetricDefinition = {
  id: 'D1',
  name: 'On-time rate',
  definition: 'Expected deliveries that were complete before their deadline, of all expected.',
  unit: '%',
  section: 'Delivery',
  proposal: { direction: 'at-least', limit: 95 },
  needs: ['deliveries', 'calendar'],
  measure(inputs) {
    const expected = expectedDeliveries(inputs)
    if (expected.length === 0) return { observations: 0, missing: 'no delivery was due so far' }
    const kept = expected.filter(({ state }) => state === 'on time').length
    return {
      value: (100 * kept) / expected.length,
      observations: expected.length,
      ...windowOf(expected.map(({ slice }) => slice)),
      plot: {
        kind: 'calendar',
        xLabel: 'day',
        yLabel: 'delivery',
        points: expected.map(({ slice, state }) => ({ x: slice, y: 1, value: state })),
      },
    }
  },
}
