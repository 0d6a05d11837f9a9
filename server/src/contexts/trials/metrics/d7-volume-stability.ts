import type { MetricDefinition } from '../model/metric.ts'
import { quantile, weekdayOf, windowOf } from './ledger.ts'

const MAD_TO_SD = 1.4826 // Of a normal distribution.
const Z_MAX = 5
/** With fewer of a weekday, one odd delivery would be its own measure. */
const LEAST = 5

export interface Volume {
  slice: string
  rows: number
}

export interface Judged extends Volume {
  low: number
  high: number
  odd: boolean
}

/** Each delivery against the others of its weekday, by a z-score that outliers cannot move. */
export function judgeVolumes(volumes: readonly Volume[]): Judged[] {
  const groups = Map.groupBy(volumes, ({ slice }) => weekdayOf(slice))
  return volumes.flatMap((volume): Judged[] => {
    const group = groups.get(weekdayOf(volume.slice)) ?? []
    if (group.length < LEAST) return []
    const rows = group.map(({ rows: count }) => count)
    const middle = quantile(rows, 0.5)
    const deviations = rows.map((count) => Math.abs(count - middle))
    const sd = MAD_TO_SD * quantile(deviations, 0.5)
    const [low, high] = [Math.max(0, middle - Z_MAX * sd), middle + Z_MAX * sd]
    return [{ ...volume, low, high, odd: volume.rows < low || volume.rows > high }]
  })
}

export const volumeStability: MetricDefinition = {
  id: 'D7',
  name: 'Volume stability',
  definition: 'Deliveries whose rows lie more than 5 robust deviations off those of their weekday.',
  unit: '%',
  section: 'Delivery',
  proposal: { direction: 'at-most', limit: 2 },
  needs: ['deliveries'],
  measure({ deliveries }) {
    const volumes = deliveries.flatMap(({ slice, vintages, currentVintage }) => {
      const current = vintages.find(({ id }) => id === currentVintage)
      return current?.rowsLoaded == null ? [] : [{ slice, rows: current.rowsLoaded }]
    })
    const judged = judgeVolumes(volumes)
    if (judged.length === 0)
      return { observations: 0, missing: `${LEAST} loaded deliveries of one weekday` }
    return {
      value: (100 * judged.filter(({ odd }) => odd).length) / judged.length,
      observations: judged.length,
      ...windowOf(judged.map(({ slice }) => slice)),
      plot: {
        kind: 'band',
        xLabel: 'delivery',
        yLabel: 'rows',
        points: judged.map(({ slice, rows, low, high }) => ({ x: slice, y: rows, low, high })),
      },
    }
  },
}
