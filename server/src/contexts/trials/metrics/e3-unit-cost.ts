import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, textOf } from './answers.ts'
import { yearlyCosts } from './e2-ownership-cost.ts'

export const unitCost: MetricDefinition = {
  id: 'E3',
  name: 'Unit cost',
  definition: 'Ownership cost of a year by member of the universe that the newest month covers.',
  unit: 'USD',
  section: 'Cost and effort',
  needs: ['fee', 'rows', 'entity', 'event time', 'universe'],
  async measure(inputs) {
    const row = await firstRow(
      inputs.db,
      `SELECT strftime(m, '%Y-%m') AS month, count(*) FILTER (covered)::DOUBLE AS covered
       FROM coverage GROUP BY m ORDER BY m DESC LIMIT 1`,
    )
    const covered = countOf(row.covered)
    if (covered === 0) return { observations: 0, missing: 'a covered member of the universe' }
    const year = Object.values(yearlyCosts(inputs)).reduce((sum, usd) => sum + usd, 0)
    const value = year / covered
    return {
      value,
      text: `${numberText(value)} USD a year for each of ${covered} members`,
      observations: covered,
      window: textOf(row.month),
    }
  },
}
