import { type Duckdb, quoteName, quoteText } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { Inputs, MetricDefinition } from '../model/metric.ts'
import { signalOver } from '../relations/signal.ts'
import { countOf, firstRow } from './answers.ts'
import { dailyIcs, horizonOf, NO_DAYS, RETURN_NEEDS, strength } from './returns.ts'

/**
 * `newest` and `first_ones`: deliveries of which both contents can be read, of most of which they
 * are one. One clock is for both.
 */
async function makeBoth(inputs: Inputs, column: string): Promise<void> {
  const { db, charter, feed, firstSeen } = inputs
  const entity = quoteName(charter.columns.entity ?? '')
  const time = quoteName(charter.columns.eventTime ?? feed?.definition.event?.column ?? '')
  const readable = ['NULL', ...firstSeen.map(({ vintage }) => vintage)].join(', ')
  await db.run(
    `CREATE OR REPLACE TEMP TABLE compared AS
     SELECT slice, min(first) AS _first, count(*) > 1 AS again FROM vintages GROUP BY slice
     HAVING count(*) = 1 OR arg_min(id, number) IN (${readable})`,
  )
  await db.run(
    `CREATE OR REPLACE TEMP VIEW newest AS
     SELECT data.${column}, _entity, _time, _first, again FROM data
     JOIN vintages v ON v.id = data._vintage JOIN compared USING (slice)`,
  )
  const firsts = firstSeen.map(
    ({ slice, relation, vintage }) =>
      `SELECT ${column}, nullif(${entity}::VARCHAR, '') AS _entity,
         TRY_CAST(${time} AS TIMESTAMP) AS _time, _first, again
       FROM ${relation} CROSS JOIN compared
       WHERE _vintage = ${vintage} AND compared.slice = ${quoteText(slice)}`,
  )
  const others = 'SELECT * FROM newest WHERE NOT again'
  const sql = [others, ...firsts].join(' UNION ALL ')
  await db.run(`CREATE OR REPLACE TEMP VIEW first_ones AS ${sql}`)
}

async function resent(db: Duckdb): Promise<number> {
  const row = await firstRow(db, 'SELECT count(*)::DOUBLE AS n FROM compared WHERE again')
  return countOf(row.n)
}

export const leakageGap: MetricDefinition = {
  id: 'P9',
  name: 'Leakage gap',
  definition:
    'Rank IC of the data as it is now less that of the data as it came first, both as if known ' +
    'when it came first: what restating would have told too early. Deliveries whose first ' +
    'content is kept no more are in neither.',
  unit: 'IC',
  section: 'History and point in time',
  proposal: { direction: 'at-most', limit: 0.005 },
  needs: ['revisions', 'key', ...RETURN_NEEDS],
  async measure(inputs) {
    const { db, charter } = inputs
    const { signal } = charter
    if (!signal) return { observations: 0, missing: 'a signal; the charter names none' }
    const days = horizonOf(charter)
    await makeBoth(inputs, quoteName(signal.column))
    const again = await resent(db)
    if (again === 0)
      return { observations: 0, missing: 'a resent delivery whose first content can be read' }
    const seen = (name: string, rows: string) =>
      db.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${signalOver(signal, rows, '_first')}`)
    await seen('seen_first', 'first_ones')
    await seen('seen_now', 'newest')
    const now = await dailyIcs(db, 'seen_now', days)
    const then = await dailyIcs(db, 'seen_first', days)
    if (now.length < 2 || then.length < 2) return { observations: 0, missing: NO_DAYS }
    const [latest, earliest] = [strength(now, days).ic, strength(then, days).ic]
    const value = latest - earliest
    const said = `${numberText(latest)} now, ${numberText(earliest)} first, ${again} came again`
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
