import type { MetricDefinition } from '../model/metric.ts'
import { expectedDeliveries, windowOf } from './ledger.ts'

export const missingRate: MetricDefinition = {
  id: 'D3',
  name: 'Missing rate',
  definition: 'Expected deliveries that did not arrive within their grace, of all expected.',
  unit: '%',
  section: 'Delivery',
  proposal: { direction: 'at-most', limit: 1 },
  needs: ['deliveries', 'calendar'],
  measure(inputs) {
    const expected = expectedDeliveries(inputs)
    if (expected.length === 0) return { observations: 0, missing: 'no delivery was due so far' }
    const absent = expected.filter(({ state }) => state === 'missing').length
    return {
      value: (100 * absent) / expected.length,
      observations: expected.length,
      ...windowOf(expected.map(({ slice }) => slice)),
    }
  },
}
