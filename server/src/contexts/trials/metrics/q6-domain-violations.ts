import { quoteName, quoteText } from '../../../foundation/duckdb.ts'
import type { Domain } from '../model/charter.ts'
import { declaredDomains } from '../model/domains.ts'
import type { Inputs, MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

/** The charter's domains, and those that the feed's contract declares. */
export function domainsOf({
  charter,
  feed,
  columns,
}: Pick<Inputs, 'charter' | 'feed' | 'columns'>) {
  const own = new Set(charter.domains.map(({ column }) => column))
  const fromFeed = declaredDomains(feed).filter(({ column }) => !own.has(column))
  const readable = new Set(columns.map(({ name }) => name))
  const all: readonly Domain[] = [...charter.domains, ...fromFeed]
  return all.filter(({ column }) => readable.has(column))
}

export const domainViolations: MetricDefinition = {
  id: 'Q6',
  name: 'Domain violations',
  definition: 'Rows with a value outside its declared range, list or pattern, per million rows.',
  unit: 'ppm',
  section: 'Quality',
  proposal: { direction: 'at-most', limit: 100 },
  needs: ['rows', 'domains'],
  async measure(inputs) {
    const domains = domainsOf(inputs)
    const tests = domains.map(outside)
    const each = tests.map((sql, index) => `count(*) FILTER (${sql})::DOUBLE AS c${index}`)
    const row = await firstRow(
      inputs.db,
      `SELECT count(*)::DOUBLE AS rows, count(*) FILTER (${tests.join(' OR ')})::DOUBLE AS broken,
              ${each.join(', ')} FROM data`,
    )
    const rows = countOf(row.rows)
    if (rows === 0) return { observations: 0, missing: 'the data has no rows' }
    const bars = domains.map(({ column }, index) => ({ x: column, y: countOf(row[`c${index}`]) }))
    return {
      value: (1e6 * countOf(row.broken)) / rows,
      observations: rows,
      plot: {
        kind: 'bar',
        xLabel: 'column',
        yLabel: 'rows outside',
        points: bars.toSorted((one, other) => other.y - one.y),
      },
    }
  },
}

/** True for a value that is there and may not be; a null is another metric's. */
function outside({ column, min, max, oneOf, pattern }: Domain): string {
  const name = quoteName(column)
  const text = `${name}::VARCHAR`
  const tests = [
    min === undefined ? [] : [`${name} < ${min}`],
    max === undefined ? [] : [`${name} > ${max}`],
    oneOf === undefined ? [] : [`${text} NOT IN (${oneOf.map(quoteText).join(', ')})`],
    pattern === undefined ? [] : [`NOT regexp_full_match(${text}, ${quoteText(pattern)})`],
  ].flat()
  return tests.length === 0 ? 'false' : `coalesce(${tests.join(' OR ')}, false)`
}
