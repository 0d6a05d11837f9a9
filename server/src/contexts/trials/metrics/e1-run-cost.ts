import type { MetricDefinition } from '../model/metric.ts'

const GB = 1e9
const DAY_MS = 86_400_000
const MONTH_DAYS = 30.44

export const runCost: MetricDefinition = {
  id: 'E1',
  name: 'Run cost',
  definition:
    'Compute that the platform counted for this trial so far, and storage, at its prices.',
  unit: 'USD',
  section: 'Cost and effort',
  needs: [],
  measure({ spending, storedBytes, charter, openedAt, now }) {
    const days = Math.max(0, (now.getTime() - openedAt.getTime()) / DAY_MS)
    const stored = (storedBytes / GB) * (days / MONTH_DAYS) * charter.prices.storageGbMonthUsd
    const computed = spending.reduce((sum, { usd }) => sum + usd, 0)
    const value = computed + stored
    const byDay = Map.groupBy(spending, ({ at }) => at.toISOString().slice(0, 10))
    return {
      value,
      text: `${value.toFixed(2)} of ${charter.budgetUsd.toFixed(2)} USD`,
      observations: spending.length,
      gate: { direction: 'at-most', limit: charter.budgetUsd, from: 'charter' },
      plot: {
        kind: 'bar',
        xLabel: 'day',
        yLabel: 'USD',
        points: [...byDay].map(([x, some]) => ({
          x,
          y: some.reduce((sum, { usd }) => sum + usd, 0),
        })),
      },
    }
  },
}
