import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { mean } from '../model/statistics.ts'
import { windowOf } from './ledger.ts'
import { costOf, RETURN_NEEDS } from './returns.ts'
import { dailySpreads } from './spread.ts'

export const quantileSpread: MetricDefinition = {
  id: 'S4',
  name: 'Quantile spread',
  definition:
    'Return of the fifth with the highest signal less that of the lowest, by trading day, less ' +
    'the stated cost of what differs from the legs that ended.',
  unit: 'bps a day',
  section: 'Signal',
  needs: RETURN_NEEDS,
  async measure({ db, charter }) {
    const spreads = await dailySpreads({ db, charter })
    if (spreads.length === 0)
      return { observations: 0, missing: 'a day with a signal and a return of 5 entities' }
    const value = mean(spreads.map(({ netBps }) => netBps))
    const turnover = numberText(100 * mean(spreads.map((day) => day.turnover)))
    let sum = 0
    return {
      value,
      text: `${numberText(value)} bps a day at ${costOf(charter)} bps, turnover ${turnover} %`,
      observations: spreads.length,
      ...windowOf(spreads.map(({ a }) => a)),
      plot: {
        kind: 'line',
        xLabel: 'day',
        yLabel: 'sum in bps a day',
        points: spreads.map(({ a, netBps }) => {
          sum += netBps
          return { x: a, y: sum }
        }),
      },
    }
  },
}
