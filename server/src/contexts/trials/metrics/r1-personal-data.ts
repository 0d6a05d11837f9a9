import { quoteName, quoteText } from '../../../foundation/duckdb.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

/** What personal data looks like; names of people have no such form and are not sought. */
const DETECTORS: readonly (readonly [string, string])[] = [
  ['email', '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}'],
  ['phone', '\\+?\\d{0,3}[ .-]?\\(?\\d{3}\\)?[ .-]\\d{3}[ .-]\\d{4}'],
  ['device id', '[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}'],
  ['device id', '[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}'],
  ['place', '-?\\d{1,2}\\.\\d{4,} *, *-?\\d{1,3}\\.\\d{4,}'],
]

export const personalData: MetricDefinition = {
  id: 'R1',
  name: 'Personal data',
  definition: 'Texts that hold e-mail addresses, phone numbers, device ids or places, per million.',
  unit: 'ppm',
  section: 'Compliance',
  proposal: { direction: 'at-most', limit: 0 },
  needs: ['rows'],
  async measure({ db, columns }) {
    const hits = new Map<string, number>()
    const sought = columns.filter(({ text }) => text)
    let cells = 0
    for (const { name } of sought) {
      const tests = DETECTORS.map(
        ([, pattern], index) =>
          `sum(n) FILTER (regexp_matches(v, ${quoteText(pattern)}))::DOUBLE AS c${index}`,
      )
      const row = await firstRow(
        db,
        `SELECT sum(n)::DOUBLE AS cells, ${tests.join(', ')} FROM
           (SELECT ${quoteName(name)} AS v, count(*) AS n FROM data
            GROUP BY 1 HAVING v IS NOT NULL)`,
      )
      cells += countOf(row.cells)
      for (const [index, [kind]] of DETECTORS.entries())
        hits.set(kind, (hits.get(kind) ?? 0) + countOf(row[`c${index}`]))
    }
    const found = [...hits].reduce((sum, [, count]) => sum + count, 0)
    return {
      value: cells === 0 ? 0 : (1e6 * found) / cells,
      observations: cells,
      plot: {
        kind: 'bar',
        xLabel: 'type',
        yLabel: 'hits',
        points: [...hits].map(([x, y]) => ({ x, y })),
      },
    }
  },
}
