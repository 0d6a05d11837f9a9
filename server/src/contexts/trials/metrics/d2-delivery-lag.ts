import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { ecdf, expectedDeliveries, quantile, weekdayOf, windowOf } from './ledger.ts'

export const deliveryLag: MetricDefinition = {
  id: 'D2',
  name: 'Delivery lag',
  definition: 'Time from when a delivery was expected until it was complete: 95 % are faster.',
  unit: 'min',
  section: 'Delivery',
  proposal: { direction: 'at-most', limit: 60 },
  needs: ['deliveries', 'calendar'],
  measure(inputs) {
    const complete = expectedDeliveries(inputs).flatMap(({ slice, lagMinutes }) =>
      lagMinutes === undefined ? [] : [{ slice, lagMinutes }],
    )
    if (complete.length === 0) return { observations: 0, missing: 'no delivery is complete so far' }
    const lags = complete.map(({ lagMinutes }) => lagMinutes)
    const [half, most] = [quantile(lags, 0.5), quantile(lags, 0.95)]
    const byDay = Map.groupBy(complete, ({ slice }) => weekdayOf(slice))
    return {
      value: most,
      text: `p95 ${numberText(most)} min, median ${numberText(half)} min`,
      observations: lags.length,
      ...windowOf(complete.map(({ slice }) => slice)),
      plot: {
        kind: 'ecdf',
        xLabel: 'minutes after the expected time',
        yLabel: 'share of deliveries',
        points: [...byDay].flatMap(([day, some]) =>
          ecdf(
            some.map(({ lagMinutes }) => lagMinutes),
            day,
          ),
        ),
      },
    }
  },
}
