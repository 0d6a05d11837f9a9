import type { MetricDefinition } from '../model/metric.ts'
import { windowOf } from './ledger.ts'

const BROKEN: readonly string[] = ['integrity', 'content']

export const integrityFailures: MetricDefinition = {
  id: 'D5',
  name: 'Integrity failures',
  definition: 'Files with a wrong size, checksum, trailer or encoding, of all files received.',
  unit: '%',
  section: 'Delivery',
  proposal: { direction: 'at-most', limit: 0 },
  needs: ['deliveries'],
  measure({ deliveries }) {
    const vintages = deliveries.flatMap(({ slice, vintages: some }) =>
      some.map(({ findings }) => ({ slice, findings })),
    )
    if (vintages.length === 0) return { observations: 0, missing: 'nothing was delivered so far' }
    const broken = vintages.filter(({ findings }) =>
      findings.some(({ check }) => BROKEN.includes(check)),
    )
    const reasons = Map.groupBy(
      broken.flatMap(({ findings }) => findings.filter(({ check }) => BROKEN.includes(check))),
      ({ reason }) => reason,
    )
    return {
      value: (100 * broken.length) / vintages.length,
      observations: vintages.length,
      ...windowOf(vintages.map(({ slice }) => slice)),
      plot: {
        kind: 'bar',
        xLabel: 'reason',
        yLabel: 'files',
        points: [...reasons].map(([reason, some]) => ({ x: reason, y: some.length })),
      },
    }
  },
}
