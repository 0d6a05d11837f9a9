import { numberText } from '../model/band.ts'
import type { Charter } from '../model/charter.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { halfLife, mean } from '../model/statistics.ts'
import { dailyIcs, RETURN_NEEDS } from './returns.ts'

const HORIZONS_DAYS = [1, 2, 3, 5, 10, 20, 40, 60]
/** In trading days: what comes more often than prices is as good as daily. */
const REFRESH_DAYS: Readonly<Record<Charter['period'], number>> = { hour: 1, day: 1, month: 21 }

export const icDecay: MetricDefinition = {
  id: 'S3',
  name: 'IC decay half-life',
  definition: 'After how many trading days an exponential fit of the IC by horizon has halved.',
  unit: 'days',
  section: 'Signal',
  needs: RETURN_NEEDS,
  async measure({ db, charter }) {
    const points = []
    for (const days of HORIZONS_DAYS) {
      const ics = await dailyIcs(db, 'signal', days)
      if (ics.length >= 2) points.push({ x: days, y: mean(ics.map(({ ic }) => ic)) })
    }
    const value = halfLife(points)
    if (value === undefined)
      return { observations: 0, missing: 'an IC above zero that falls with the horizon' }
    const limit = 2 * REFRESH_DAYS[charter.period]
    return {
      value,
      text: `${numberText(value)} trading days`,
      observations: points.length,
      gate: { direction: 'at-least', limit, from: 'proposal' },
      plot: { kind: 'line', xLabel: 'horizon in trading days', yLabel: 'mean IC', points },
    }
  },
}
