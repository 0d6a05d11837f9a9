import type { MetricDefinition } from '../model/metric.ts'
import { windowOf } from './ledger.ts'

const PER_DAYS = 30
const DAY_MS = 86_400_000

export const schemaChanges: MetricDefinition = {
  id: 'D8',
  name: 'Schema changes',
  definition: 'Headers that began to differ from the contract: those that broke it, in 30 days.',
  unit: 'in 30 days',
  section: 'Delivery',
  proposal: { direction: 'at-most', limit: 0 },
  needs: ['deliveries'],
  measure({ deliveries }) {
    const came = deliveries
      .flatMap(({ slice, vintages }) => vintages.map((vintage) => ({ slice, ...vintage })))
      .toSorted((one, other) => one.landedAt.getTime() - other.landedAt.getTime())
    const [first, last] = [came[0], came.at(-1)]
    if (!first || !last) return { observations: 0, missing: 'nothing was delivered so far' }
    const heads = came.map(({ slice, findings }) => ({
      slice,
      finding: findings.find(({ check }) => check === 'header'),
    }))
    // The same difference, file after file, is one change.
    const changes = heads.flatMap(({ slice, finding }, index) => {
      const before = heads[index - 1]?.finding?.reason
      if (!finding || finding.reason === before) return []
      return [{ slice, kind: finding.breaking ? 'breaking' : 'additive' }]
    })
    const breaking = changes.filter(({ kind }) => kind === 'breaking').length
    const span = Math.max(PER_DAYS, (last.landedAt.getTime() - first.landedAt.getTime()) / DAY_MS)
    const kinds = Map.groupBy(changes, ({ slice, kind }) => `${slice.slice(0, 7)} ${kind}`)
    return {
      value: (breaking * PER_DAYS) / span,
      text: `${breaking} breaking, ${changes.length - breaking} additive`,
      observations: came.length,
      ...windowOf(came.map(({ slice }) => slice)),
      plot: {
        kind: 'bar',
        xLabel: 'month and kind',
        yLabel: 'changes',
        points: [...kinds].map(([x, some]) => ({ x, y: some.length })),
      },
    }
  },
}
