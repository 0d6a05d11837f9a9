import { numberText } from '../model/band.ts'
import type { Inputs, MetricDefinition } from '../model/metric.ts'
import { deflatedSharpe, deviation } from '../model/statistics.ts'
import { horizonOf, RETURN_NEEDS } from './returns.ts'
import { apart, dailySpreads } from './spread.ts'

const TRADING_DAYS = 252
const RETURNS_LEAST = 20

/** How probable the charter's signal is real, after so many tries; undefined: it has no returns. */
async function probability(inputs: Inputs, count: number): Promise<number | undefined> {
  if (RETURN_NEEDS.some((input) => inputs.missing.has(input))) return undefined
  const days = horizonOf(inputs.charter)
  const returns = apart(await dailySpreads(inputs), days).map(({ netBps }) => netBps)
  if (returns.length < RETURNS_LEAST) return undefined
  const ratios = inputs.variants.flatMap(({ sharpe }) =>
    sharpe === null ? [] : [sharpe / Math.sqrt(TRADING_DAYS / days)],
  )
  // Where nobody said what the others earned: as far apart as ratios of nothing but chance.
  const spread = ratios.length < 2 ? 1 / Math.sqrt(returns.length - 1) : deviation(ratios)
  return deflatedSharpe(returns, { count, deviation: spread })
}

export const trialsTried: MetricDefinition = {
  id: 'S6',
  name: 'Trials tried',
  definition:
    'Ways in which somebody tried to make a signal of this data; beside it how probable the ' +
    'charter’s is real after so many (deflated Sharpe ratio).',
  unit: 'variants',
  section: 'Signal',
  needs: [],
  async measure(inputs) {
    const count = inputs.variants.length + (inputs.charter.signal ? 1 : 0)
    const probable = await probability(inputs, Math.max(1, count))
    const said = probable === undefined ? 'no returns to deflate' : `p = ${numberText(probable)}`
    return { value: count, text: `${count} tried; ${said}`, observations: count }
  },
}
