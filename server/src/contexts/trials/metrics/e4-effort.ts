import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { expectedDeliveries, quantile, windowOf } from './ledger.ts'

const HOUR_MS = 3_600_000

export const effort: MetricDefinition = {
  id: 'E4',
  name: 'Effort',
  definition:
    'Deliveries that were missing or kept back; beside it those that people decided on, and how ' +
    'long the vendor took to send another content.',
  unit: 'incidents',
  section: 'Cost and effort',
  needs: ['deliveries'],
  measure(inputs) {
    const { deliveries, feed } = inputs
    const vintages = deliveries.flatMap(({ vintages: some }) => some)
    if (deliveries.length === 0) return { observations: 0, missing: 'no delivery was due so far' }
    const kept = vintages.filter(({ findings }) => findings.some(({ breaking }) => breaking))
    const absent = expectedDeliveries(inputs).filter(({ state }) => state === 'missing')
    const byHand = vintages.filter(
      ({ acceptedBy, state }) => acceptedBy !== null || state === 'rejected',
    )
    const played = feed?.definition.calendar?.played ?? false
    const hours = deliveries.flatMap(({ vintages: some }) =>
      some.slice(1).flatMap((next, index) => {
        const broken = some[index]
        if (!broken?.findings.some(({ breaking }) => breaking)) return []
        const at = (vintage: typeof next) => (played ? vintage.publishedAt : vintage.landedAt)
        return [(at(next).getTime() - at(broken).getTime()) / HOUR_MS]
      }),
    )
    const answered =
      hours.length === 0
        ? 'no answer of the vendor to measure'
        : `the vendor sent another after ${numberText(quantile(hours, 0.5))} h (median)`
    const value = kept.length + absent.length
    return {
      value,
      text: `${value} incidents, ${byHand.length} decided by hand; ${answered}`,
      observations: vintages.length,
      ...windowOf(deliveries.map(({ slice }) => slice)),
    }
  },
}
