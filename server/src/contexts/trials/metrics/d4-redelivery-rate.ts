import type { MetricDefinition } from '../model/metric.ts'
import { windowOf } from './ledger.ts'

export const redeliveryRate: MetricDefinition = {
  id: 'D4',
  name: 'Re-delivery rate',
  definition: 'Deliveries that came with more than one content, of all that came.',
  unit: '%',
  section: 'Delivery',
  needs: ['deliveries'],
  measure({ deliveries }) {
    const came = deliveries.filter(({ vintages }) => vintages.length > 0)
    if (came.length === 0) return { observations: 0, missing: 'nothing was delivered so far' }
    const resent = came.filter(({ vintages }) => vintages.length > 1)
    const months = Map.groupBy(resent, ({ slice }) => slice.slice(0, 7))
    return {
      value: (100 * resent.length) / came.length,
      observations: came.length,
      ...windowOf(came.map(({ slice }) => slice)),
      plot: {
        kind: 'bar',
        xLabel: 'month',
        yLabel: 'resent deliveries',
        points: [...months].map(([month, some]) => ({ x: month, y: some.length })),
      },
    }
  },
}
