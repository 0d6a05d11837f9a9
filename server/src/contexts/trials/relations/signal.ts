import { quoteName } from '../../../foundation/duckdb.ts'
import type { Signal } from '../model/charter-inputs.ts'
import { table } from './relation.ts'

/** What is needed to know who would have known which number when. */
export const SIGNAL_NEEDS = ['rows', 'entity', 'event time', 'availability', 'signal'] as const

const COMBINED: Readonly<Record<Signal['aggregate'], string>> = {
  mean: 'sum(total) / nullif(sum(seen), 0)',
  sum: 'sum(total)',
  count: 'sum(seen)::DOUBLE',
  min: 'min(least)',
  max: 'max(most)',
}

/**
 * Of each of our entities the number that was new on a day: from the rows of its newest event day
 * among those that became available on it.
 */
export function signalOver(signal: Signal, rows: string, clock: '_known' | '_first'): string {
  const x = quoteName(signal.column)
  return `WITH daily AS (
      SELECT _entity AS e, _time::DATE AS d, max(${clock})::DATE AS a, sum(${x})::DOUBLE AS total,
             count(${x}) AS seen, min(${x})::DOUBLE AS least, max(${x})::DOUBLE AS most
      FROM ${rows} WHERE _entity IS NOT NULL AND _time IS NOT NULL AND ${clock} IS NOT NULL
      GROUP BY 1, 2),
    ours AS (
      SELECT m.i, m.d, max(a) AS a, ${signal.sign ?? 1} * ${COMBINED[signal.aggregate]} AS s
      FROM daily JOIN mapped m USING (e, d) GROUP BY m.i, m.d)
    SELECT i, a, arg_max(s, d) AS s, max(d) AS d FROM ours WHERE s IS NOT NULL GROUP BY i, a`
}

export const signal = table({
  name: 'signal',
  has: '`i`, `a` (the day of availability), `s`, `d` (the day that it is about)',
  needs: SIGNAL_NEEDS,
  sql: ({ charter }) =>
    charter.signal ? signalOver(charter.signal, 'known', '_known') : 'SELECT 1 WHERE false',
})

/** The last price of an entity on a trading day; days are counted, so that a horizon is a sum. */
export const market = table({
  name: 'market',
  has: '`i`, `d`, `p` (price), `k` (number of the trading day)',
  needs: ['prices'],
  sql: ({ charter }, sources) => {
    const { entity = '', day = '', price = '' } = charter.market ?? {}
    return `WITH priced AS (
        SELECT ${quoteName(entity)}::VARCHAR AS i,
               TRY_CAST(${quoteName(day)} AS TIMESTAMP)::DATE AS d,
               arg_max(${quoteName(price)}, ${quoteName(day)})::DOUBLE AS p
        FROM ${sources.market?.relation} WHERE ${quoteName(price)} > 0 GROUP BY 1, 2)
      SELECT i, d, p, dense_rank() OVER (ORDER BY d) AS k FROM priced
      WHERE i IS NOT NULL AND d IS NOT NULL`
  },
})

export const kpi = table({
  name: 'kpi',
  has: '`i`, `p` (first day of a period), `y` (what was reported)',
  needs: ['kpi'],
  sql: ({ charter }, sources) => {
    const { entity = '', period = '', value = '' } = charter.kpi ?? {}
    const first = `TRY_CAST(${quoteName(period)} AS TIMESTAMP)::DATE`
    return `SELECT * FROM (
        SELECT ${quoteName(entity)}::VARCHAR AS i, ${first} AS p,
               avg(${quoteName(value)})::DOUBLE AS y
        FROM ${sources.kpi?.relation} GROUP BY 1, 2) WHERE i IS NOT NULL AND p IS NOT NULL`
  },
})
