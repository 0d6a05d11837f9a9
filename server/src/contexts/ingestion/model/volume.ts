/** Rows of earlier deliveries of the same weekday make the band. */
const HISTORY_MIN = 4
const HISTORY_MAX = 12
/** Turns the median absolute deviation into a standard deviation, for normal data. */
const MAD_TO_SD = 1.4826
const ROBUST_Z_MAX = 5

export interface Volume {
  slice: string
  rows: number
}

export interface VolumeVerdict {
  median: number
  robustZ: number
  /** Share by which it differs from the median. */
  deviation: number
  unusual: boolean
}

/** Undefined while there is too little history to judge by. */
export function judgeVolume(
  one: Volume,
  earlier: readonly Volume[],
  deviationMax: number,
): VolumeVerdict | undefined {
  const alike = earlier
    .filter(({ slice }) => slice !== one.slice && weekday(slice) === weekday(one.slice))
    .slice(-HISTORY_MAX)
    .map(({ rows }) => rows)
  if (alike.length < HISTORY_MIN) return undefined
  const middle = median(alike)
  const spread = MAD_TO_SD * median(alike.map((rows) => Math.abs(rows - middle)))
  const distance = Math.abs(one.rows - middle)
  const deviation = middle === 0 ? distance : distance / middle
  const robustZ = distance / Math.max(spread, 1)
  return {
    median: middle,
    robustZ,
    deviation,
    unusual: robustZ > ROBUST_Z_MAX && deviation > deviationMax,
  }
}

function weekday(slice: string): number {
  return slice.length === 10 ? new Date(`${slice}T00:00:00Z`).getUTCDay() : -1
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const half = Math.floor(sorted.length / 2)
  const [below = 0, above = 0] = [sorted[half - 1], sorted[half]]
  return sorted.length % 2 === 1 ? above : (below + above) / 2
}
