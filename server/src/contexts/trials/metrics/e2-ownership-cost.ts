import type { Inputs, MetricDefinition } from '../model/metric.ts'

const GB = 1e9
const DAY_MS = 86_400_000
const YEAR_DAYS = 365.25

/** What the data costs in a year, part by part. Compute is what the trial used, if not stated. */
export function yearlyCosts(
  inputs: Pick<Inputs, 'charter' | 'spending' | 'storedBytes' | 'openedAt' | 'now'>,
): { fee: number; compute: number; storage: number; work: number } {
  const { charter, spending, storedBytes, openedAt, now } = inputs
  const { feeUsdYear = 0, computeUsdYear, minutesMonth = 0, hourUsd = 0 } = charter.ownership ?? {}
  const days = Math.max(1, (now.getTime() - openedAt.getTime()) / DAY_MS)
  const spent = spending.reduce((sum, { usd }) => sum + usd, 0)
  return {
    fee: feeUsdYear,
    compute: computeUsdYear ?? (spent / days) * YEAR_DAYS,
    storage: (storedBytes / GB) * charter.prices.storageGbMonthUsd * 12,
    work: ((minutesMonth * 12) / 60) * hourUsd,
  }
}

export const ownershipCost: MetricDefinition = {
  id: 'E2',
  name: 'Ownership cost',
  definition: 'Fee, compute, storage and people’s time in a year; over three years beside it.',
  unit: 'USD a year',
  section: 'Cost and effort',
  needs: ['fee'],
  measure(inputs) {
    const costs = yearlyCosts(inputs)
    const value = Object.values(costs).reduce((sum, usd) => sum + usd, 0)
    const limit = inputs.charter.ownership?.budgetUsdYear
    return {
      value,
      text: `${value.toFixed(0)} USD a year, ${(3 * value).toFixed(0)} USD in 3 years`,
      observations: Object.keys(costs).length,
      ...(limit !== undefined && { gate: { direction: 'at-most', limit, from: 'charter' } }),
      plot: {
        kind: 'bar',
        xLabel: 'part',
        yLabel: 'USD a year',
        points: Object.entries(costs).map(([x, y]) => ({ x, y })),
      },
    }
  },
}
