import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { correlation, line, mean } from '../model/statistics.ts'
import { KPI_NEEDS, type Reported, reportedBy } from './reported.ts'

/** So many periods are learned from at the least. */
const LEARNED_LEAST = 4
const POINTS_MAX = 400

export interface Nowcast {
  actual: number
  told: number
  before: number
  /** What was reported for the same days a year before. */
  yearBefore: number | undefined
}

/** Each period by a line through all the entity's periods before it. */
export function nowcasts(periods: readonly Reported[]): Nowcast[] {
  return periods.flatMap(({ p, x, y }, at): Nowcast[] => {
    const past = periods.slice(0, at)
    const before = past.at(-1)
    if (past.length < LEARNED_LEAST || !before) return []
    const { slope, at0 } = line(past)
    const sameDay = `${Number(p.slice(0, 4)) - 1}${p.slice(4)}`
    const yearBefore = past.find((one) => one.p === sameDay)?.y
    return [{ actual: y, told: at0 + slope * x, before: before.y, yearBefore }]
  })
}

/** How far off, on average, in per cent of what was reported. */
export function absoluteError(all: readonly Nowcast[], by: (one: Nowcast) => number): number {
  const told = all.filter(({ actual }) => actual !== 0)
  return 100 * mean(told.map((one) => Math.abs(by(one) - one.actual) / Math.abs(one.actual)))
}

function yearlyText(all: readonly Nowcast[]): string {
  const yearly = all.flatMap(({ actual, told, yearBefore }) =>
    yearBefore ? [{ x: told / yearBefore - 1, y: actual / yearBefore - 1 }] : [],
  )
  return yearly.length < 2 ? '' : `, year on year ρ = ${numberText(correlation(yearly))}`
}

export const kpiNowcast: MetricDefinition = {
  id: 'S5',
  name: 'KPI nowcast',
  definition:
    'How far off a line through an entity’s earlier periods, from signal to report, is on the ' +
    'next one; it must beat the last report.',
  unit: '%',
  section: 'Signal',
  needs: KPI_NEEDS,
  async measure({ db }) {
    const all = [...(await reportedBy(db)).values()].flatMap(nowcasts)
    if (!all.some(({ actual }) => actual !== 0))
      return { observations: 0, missing: `an entity with more than ${LEARNED_LEAST} reports` }
    const value = absoluteError(all, ({ told }) => told)
    const naive = absoluteError(all, ({ before }) => before)
    const moved = all.filter(({ actual, before }) => actual !== before)
    const hits = moved.filter(
      ({ actual, told, before }) => Math.sign(told - before) === Math.sign(actual - before),
    )
    const rate = moved.length === 0 ? 0 : (100 * hits.length) / moved.length
    const direction = `direction right ${numberText(rate)} %${yearlyText(all)}`
    return {
      value,
      text: `${numberText(value)} % off, the last report ${numberText(naive)} %; ${direction}`,
      observations: all.length,
      gate: { direction: 'at-most', limit: naive, from: 'proposal' },
      plot: {
        kind: 'dots',
        xLabel: 'told',
        yLabel: 'reported',
        points: all.slice(0, POINTS_MAX).map(({ told, actual }) => ({ x: told, y: actual })),
      },
    }
  },
}
