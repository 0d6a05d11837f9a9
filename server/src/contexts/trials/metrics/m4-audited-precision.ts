import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { wilson } from '../model/statistics.ts'
import { countOf, firstRow } from './answers.ts'

export const auditedPrecision: MetricDefinition = {
  id: 'M4',
  name: 'Audited precision',
  definition:
    'How often the mapping was right where somebody checked it: the lower end of what the ' +
    'sample allows (Wilson, 95 %).',
  unit: '%',
  section: 'Mapping',
  proposal: { direction: 'at-least', limit: 97 },
  needs: ['checked mapping'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `SELECT count(ok)::DOUBLE AS n, count(*) FILTER (ok)::DOUBLE AS correct FROM checked`,
    )
    const [n, correct] = [countOf(row.n), countOf(row.correct)]
    if (n === 0) return { observations: 0, missing: 'a checked line in the sample' }
    const { low, high } = wilson(correct, n)
    const range = `${numberText(100 * low)} to ${numberText(100 * high)} %`
    return {
      value: 100 * low,
      text: `${correct} of ${n} were right: ${range}`,
      observations: n,
    }
  },
}
