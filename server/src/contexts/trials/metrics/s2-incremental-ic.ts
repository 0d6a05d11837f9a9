import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { windowOf } from './ledger.ts'
import { explaining, makeResidual } from './residual.ts'
import { cumulated, dailyIcs, horizonOf, NO_DAYS, RETURN_NEEDS, strength } from './returns.ts'

export const incrementalIc: MetricDefinition = {
  id: 'S2',
  name: 'Incremental IC',
  definition:
    'The rank IC of what is left of the signal when owned fields and factors have explained of ' +
    'it what they can, day by day; the number is its t.',
  unit: 't',
  section: 'Signal',
  proposal: { direction: 'at-least', limit: 1.5 },
  needs: [...RETURN_NEEDS, 'owned data'],
  async measure({ db, charter, owned }) {
    const days = horizonOf(charter)
    const by = explaining(owned)
    if (!(await makeResidual(db, by)))
      return { observations: 0, missing: 'days on which owned fields explain the signal' }
    const left = await dailyIcs(db, 'residual', days)
    if (left.length < 2) return { observations: 0, missing: NO_DAYS }
    const whole = await dailyIcs(db, 'signal', days)
    const { ic, t } = strength(left, days)
    return {
      value: t,
      text: `IC ${numberText(ic)} beside what is owned, t = ${numberText(t)}${by.told}`,
      observations: left.length,
      ...windowOf(left.map(({ a }) => a)),
      plot: {
        kind: 'line',
        xLabel: 'day',
        yLabel: 'sum of daily ICs',
        points: [...cumulated(whole, 'signal'), ...cumulated(left, 'what is left of it')],
      },
    }
  },
}
