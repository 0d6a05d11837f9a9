import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { windowOf } from './ledger.ts'

const REASONS_MAX = 12

export const quarantineRate: MetricDefinition = {
  id: 'D6',
  name: 'Quarantine rate',
  definition: 'Rows that were kept back with a reason, per million rows received.',
  unit: 'ppm',
  section: 'Delivery',
  proposal: { direction: 'at-most', limit: 1000 },
  needs: ['deliveries'],
  measure({ deliveries }) {
    const vintages = deliveries.flatMap(({ vintages: some }) => some)
    if (vintages.length === 0) return { observations: 0, missing: 'nothing was delivered so far' }
    const rejected = sum(vintages.map(({ rowsRejected }) => rowsRejected ?? 0))
    const rows = rejected + sum(vintages.map(({ rowsLoaded }) => rowsLoaded ?? 0))
    if (rows === 0) return { observations: 0, missing: 'no row was read so far' }
    const kept = vintages.filter(({ findings }) => findings.some(({ breaking }) => breaking))
    const reasons = Map.groupBy(
      vintages.flatMap(({ findings }) => findings.filter(({ rowCount }) => rowCount > 0)),
      ({ reason }) => reason,
    )
    const bars = [...reasons].map(([x, some]) => ({
      x,
      y: sum(some.map(({ rowCount }) => rowCount)),
    }))
    const value = (1e6 * rejected) / rows
    return {
      value,
      text: `${numberText(value)} ppm of rows, ${kept.length} of ${vintages.length} files`,
      observations: rows,
      ...windowOf(deliveries.map(({ slice }) => slice)),
      plot: {
        kind: 'bar',
        xLabel: 'reason',
        yLabel: 'rows',
        points: bars.toSorted((one, other) => other.y - one.y).slice(0, REASONS_MAX),
      },
    }
  },
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
