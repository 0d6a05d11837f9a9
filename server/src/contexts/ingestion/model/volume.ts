import { weekdayOf } from '../../../foundation/zoned-time.ts'
import type { DaysOff } from './days-off.ts'
import type { FeedDefinition } from './feed.ts'
import { type RowBand, WEEKDAYS } from './row-band.ts'

/** So many earlier deliveries of the same weekday make a band, and so many are looked at. */
const HISTORY_MIN = 4
const HISTORY_MAX = 12
/** Turns the median absolute deviation into a standard deviation, for normal data. */
const MAD_TO_SD = 1.4826
const ROBUST_Z_MAX = 5

/** A weekday, or a day on which the feed’s calendar rests. */
export type DayKind = (typeof WEEKDAYS)[number] | 'day-off' | 'other'

export interface Volume {
  slice: string
  rows: number
}

/** How many rows a delivery may have without being kept back. */
export interface VolumeBand {
  kind: DayKind
  min: number
  max: number
  /** Of the earlier ones that it was learned from; without them a person set it. */
  learned?: { median: number; deliveries: number }
  /** None at all is as it should be. */
  emptyAllowed: boolean
}

export interface VolumeRules {
  earlier: readonly Volume[]
  bands: readonly RowBand[]
  deviationMax: number
  emptyAllowed: boolean
  /** Whether the calendar rests on a day. */
  off(day: string): boolean
}

/**
 * What is usual for a slice: what a person set for such a day, or else what its last ones were.
 * Days on which the calendar rests teach nothing about their weekday, and may be empty or short.
 */
export function volumeBand(slice: string, of: VolumeRules): VolumeBand | undefined {
  const kind = kindOf(slice, of.off)
  const set =
    of.bands.find(({ days }) => days?.includes(kind)) ?? of.bands.find(({ days }) => !days)
  if (set) {
    const { min = 0, max = Number.POSITIVE_INFINITY } = set
    const emptyAllowed = set.min === undefined ? of.emptyAllowed || kind === 'day-off' : min === 0
    return { kind, min, max, emptyAllowed }
  }
  const alike = lastOfKind(slice, kind, of)
  const rested = of.emptyAllowed || kind === 'day-off'
  if (alike.length < HISTORY_MIN) {
    const known = { kind, min: 0, max: Number.POSITIVE_INFINITY, emptyAllowed: true }
    return rested ? known : undefined
  }
  const middle = median(alike)
  const spread = MAD_TO_SD * median(alike.map((rows) => Math.abs(rows - middle)))
  const wide = Math.max(ROBUST_Z_MAX * Math.max(spread, 1), of.deviationMax * middle)
  return {
    kind,
    min: kind === 'day-off' ? 0 : Math.max(0, Math.ceil(middle - wide)),
    max: Math.floor(middle + wide),
    learned: { median: middle, deliveries: alike.length },
    emptyAllowed: rested || middle === 0,
  }
}

/** Why the rows are too few or too many; undefined: they are as ever. */
export function volumeProblem(
  { rows, rejected }: { rows: number; rejected: number },
  band: VolumeBand | undefined,
): string | undefined {
  if (rows + rejected === 0 && !band?.emptyAllowed && (band?.min ?? 0) === 0)
    return 'there is no row in the file'
  if (!band || (band.min <= rows && rows <= band.max)) return undefined
  const { learned, min, max, kind } = band
  const day = kind === 'other' ? 'delivery' : kind
  const range = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`
  if (!learned) return `${rows} rows, the feed wants ${range} of a ${day}`
  const off = Math.abs(rows - learned.median)
  const share = learned.median === 0 ? '' : `, ${Math.round((100 * off) / learned.median)} % off`
  const usual = `the usual ${learned.median}`
  return (
    `${rows} rows${share === '' ? ', not' : share} ${usual}; ` +
    `${range} are, by the last ${learned.deliveries} of a ${day}`
  )
}

function lastOfKind(slice: string, kind: DayKind, { earlier, off }: VolumeRules): number[] {
  const found: number[] = []
  for (const one of [...earlier].reverse()) {
    if (found.length === HISTORY_MAX) break
    // Whether a day is one off costs more to know than its weekday.
    const maybe = kind === 'day-off' || plainKindOf(one.slice) === kind
    if (maybe && one.slice !== slice && kindOf(one.slice, off) === kind) found.push(one.rows)
  }
  return found
}

function kindOf(slice: string, off: (day: string) => boolean): DayKind {
  const kind = plainKindOf(slice)
  return kind !== 'other' && off(slice) ? 'day-off' : kind
}

function plainKindOf(slice: string): DayKind {
  if (slice.length !== 'YYYY-MM-DD'.length) return 'other'
  return WEEKDAYS[weekdayOf(slice) - 1] ?? 'other'
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const half = Math.floor(sorted.length / 2)
  const [below = 0, above = 0] = [sorted[half - 1], sorted[half]]
  return sorted.length % 2 === 1 ? above : (below + above) / 2
}

/** What a feed says of volumes, with what was loaded of it. */
export function volumeRules(
  { definition }: { definition: FeedDefinition },
  { earlier, daysOff }: { earlier: readonly Volume[]; daysOff: DaysOff },
): VolumeRules {
  const { rowBands = [], volumeDeviationMax, emptyAllowed, calendar } = definition
  return {
    ...{ earlier, bands: rowBands, deviationMax: volumeDeviationMax, emptyAllowed },
    off: calendar ? daysOff(calendar) : () => false,
  }
}
