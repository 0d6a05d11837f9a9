import type { MetricDefinition } from '../model/metric.ts'
import { vintageClocks } from '../relations/vintages.ts'
import { windowOf } from './ledger.ts'

const DAY_MS = 86_400_000

export const observedLive: MetricDefinition = {
  id: 'H3',
  name: 'Observed live',
  definition: 'Deliveries that we saw come, at most 7 days after they were due; the rest is told.',
  unit: 'deliveries',
  section: 'History and point in time',
  proposal: { direction: 'at-least', limit: 15 },
  needs: ['deliveries'],
  measure({ feed, deliveries }) {
    const first = vintageClocks(feed, deliveries).filter(
      ({ knownAt, firstKnownAt }) => knownAt === firstKnownAt,
    )
    if (first.length === 0) return { observations: 0, missing: 'nothing was loaded so far' }
    const live = first.filter(({ live: seen }) => seen)
    const times = live.map(({ knownAt }) => knownAt.getTime())
    const days = live.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / DAY_MS
    return {
      value: live.length,
      text: `${live.length} deliveries in ${Math.round(days)} days`,
      observations: first.length,
      ...windowOf(live.map(({ slice }) => slice)),
      plot: {
        kind: 'calendar',
        xLabel: 'delivery',
        yLabel: 'clock',
        points: first.map(({ slice, live: seen }) => ({
          ...{ x: slice, y: 1, value: seen ? 'observed' : 'declared' },
        })),
      },
    }
  },
}
