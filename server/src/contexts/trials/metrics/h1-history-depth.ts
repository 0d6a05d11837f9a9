import type { MetricDefinition } from '../model/metric.ts'
import { dayText, firstRow, numberOf } from './answers.ts'

export const historyDepth: MetricDefinition = {
  id: 'H1',
  name: 'History depth',
  definition: 'From the first to the last event in the data.',
  unit: 'years',
  section: 'History and point in time',
  proposal: { direction: 'at-least', limit: 3 },
  needs: ['rows', 'event time'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `SELECT min(_time)::VARCHAR AS first, max(_time)::VARCHAR AS last, count(_time)::DOUBLE AS n,
              epoch(max(_time) - min(_time)) / (365.25 * 86400) AS years FROM data`,
    )
    if (numberOf(row.n) === 0) return { observations: 0, missing: 'no row has an event time' }
    return {
      value: numberOf(row.years),
      observations: numberOf(row.n),
      window: `${dayText(row.first)} to ${dayText(row.last)}`,
    }
  },
}
