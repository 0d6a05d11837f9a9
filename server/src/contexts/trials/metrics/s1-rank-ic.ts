import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { windowOf } from './ledger.ts'
import { cumulated, dailyIcs, horizonOf, NO_DAYS, RETURN_NEEDS, strength } from './returns.ts'

export const rankIc: MetricDefinition = {
  id: 'S1',
  name: 'Rank IC',
  definition:
    'Mean rank correlation of the signal, when it was known, with the return that followed; the ' +
    'number is its t by Newey and West.',
  unit: 't',
  section: 'Signal',
  proposal: { direction: 'at-least', limit: 2 },
  needs: RETURN_NEEDS,
  async measure({ db, charter }) {
    const days = horizonOf(charter)
    const ics = await dailyIcs(db, 'signal', days)
    if (ics.length < 2) return { observations: 0, missing: NO_DAYS }
    const { ic, t } = strength(ics, days)
    return {
      value: t,
      text: `IC ${numberText(ic)} over ${days} days, t = ${numberText(t)}`,
      observations: ics.length,
      ...windowOf(ics.map(({ a }) => a)),
      plot: { kind: 'line', xLabel: 'day', yLabel: 'sum of daily ICs', points: cumulated(ics) },
    }
  },
}
