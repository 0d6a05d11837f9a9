import { quoteName, quoteText } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { Inputs, MetricDefinition } from '../model/metric.ts'
import { signalOver } from '../relations/signal.ts'
import { dailyIcs, horizonOf, NO_DAYS, RETURN_NEEDS, strength } from './returns.ts'

/** The data with each delivery as it came first. */
function firstRows({ charter, feed, firstSeen }: Inputs, column: string): string {
  const entity = quoteName(charter.columns.entity ?? '')
  const time = quoteName(charter.columns.eventTime ?? feed?.definition.event?.column ?? '')
  const slices = firstSeen.map(({ slice }) => quoteText(slice)).join(', ')
  const again = firstSeen.map(
    ({ slice, relation, vintage }) =>
      `SELECT ${column}, nullif(${entity}::VARCHAR, '') AS _entity,
         TRY_CAST(${time} AS TIMESTAMP) AS _time,
         (SELECT min(first) FROM vintages WHERE slice = ${quoteText(slice)}) AS _first
       FROM ${relation} WHERE _vintage = ${vintage}`,
  )
  const others = `SELECT ${column}, _entity, _time, _first FROM known
    WHERE _vintage NOT IN (SELECT id FROM vintages WHERE slice IN (${slices}))`
  return `(${[others, ...again].join(' UNION ALL ')})`
}

export const leakageGap: MetricDefinition = {
  id: 'P9',
  name: 'Leakage gap',
  definition:
    'Rank IC of the data as it is now less that of the data as it came first, both as if known ' +
    'when it came first: what restating would have told too early.',
  unit: 'IC',
  section: 'History and point in time',
  proposal: { direction: 'at-most', limit: 0.005 },
  needs: ['revisions', 'key', ...RETURN_NEEDS],
  async measure(inputs) {
    const { db, charter } = inputs
    const { signal } = charter
    if (!signal) return { observations: 0, missing: 'a signal; the charter names none' }
    const days = horizonOf(charter)
    const first = firstRows(inputs, quoteName(signal.column))
    await db.run(
      `CREATE OR REPLACE TEMP TABLE seen_first AS ${signalOver(signal, first, '_first')}`,
    )
    await db.run(
      `CREATE OR REPLACE TEMP TABLE seen_now AS ${signalOver(signal, 'known', '_first')}`,
    )
    const now = await dailyIcs(db, 'seen_now', days)
    const then = await dailyIcs(db, 'seen_first', days)
    if (now.length < 2 || then.length < 2) return { observations: 0, missing: NO_DAYS }
    const [latest, earliest] = [strength(now, days).ic, strength(then, days).ic]
    const value = latest - earliest
    const said = `${numberText(latest)} now, ${numberText(earliest)} first`
    return {
      value,
      text: `${numberText(value)}: ${said}`,
      observations: then.length,
      plot: {
        kind: 'bar',
        xLabel: 'data',
        yLabel: 'mean IC',
        points: [
          { x: 'as it is now', y: latest },
          { x: 'as it came first', y: earliest },
        ],
      },
    }
  },
}
