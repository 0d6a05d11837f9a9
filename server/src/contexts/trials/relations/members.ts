import { quoteName, quoteText } from '../../../foundation/duckdb.ts'
import { table, view } from './relation.ts'

export const universe = table({
  name: 'universe',
  has: '`i` (a member), `f`, `u` (from, until), `w` (weight), `s` (segment)',
  needs: ['universe'],
  sql: ({ charter }, sources) => {
    const { entity = '', weight, segments = [], ...span } = charter.universe ?? {}
    const parts = segments.map((name) => `coalesce(${quoteName(name)}::VARCHAR, 'unknown')`)
    const segment = parts.length === 0 ? quoteText('all') : `concat_ws(' · ', ${parts.join(', ')})`
    return `SELECT nullif(${quoteName(entity)}::VARCHAR, '') AS i, ${validity(span)},
      ${weight === undefined ? '1' : quoteName(weight)}::DOUBLE AS w, ${segment} AS s
      FROM ${sources.universe?.relation}
      WHERE nullif(${quoteName(entity)}::VARCHAR, '') IS NOT NULL`
  },
})

export const map = table({
  name: 'map',
  has: '`v` (the vendor’s id), `i` (ours), `f`, `u` (from, until)',
  needs: ['mapping'],
  sql: ({ charter }, sources) => {
    const { from = '', to = '', ...span } = charter.mapping ?? {}
    return `SELECT ${quoteName(from)}::VARCHAR AS v, nullif(${quoteName(to)}::VARCHAR, '') AS i,
      ${validity(span)} FROM ${sources.mapping?.relation}`
  },
})

function validity({ validFrom = '', validTo = '' }): string {
  const always = `TIMESTAMP '0001-01-01'`
  return (
    `coalesce(TRY_CAST(${quoteName(validFrom)} AS TIMESTAMP), ${always}) AS f, ` +
    `TRY_CAST(${quoteName(validTo)} AS TIMESTAMP) AS u`
  )
}

/** Days of an entity with the internal ids that were valid on them; without a mapping its own. */
export const mapped = table({
  name: 'mapped',
  has: '`e`, `d`, `n` of `days`, and `i` (our id then)',
  needs: ['rows', 'entity', 'event time'],
  sql: ({ charter, missing }) =>
    charter.mapping && !missing.has('mapping')
      ? `SELECT DISTINCT e, d, n, m.i FROM days JOIN map m
         ON m.v = e AND m.i IS NOT NULL AND d >= m.f AND (m.u IS NULL OR d < m.u)`
      : 'SELECT e, d, n, e AS i FROM days',
})

/** Across more than these no month was forgotten: a date is wrong. */
const GAP_MONTHS_MAX = 120

/**
 * Who was in the universe at some time of a month, and whether the data had them then: of every
 * month from the first to the last, also of those that the data has nothing of.
 */
export const coverage = table({
  name: 'coverage',
  has: '`m` (a month), `i`, `w`, `s` of `universe`, `covered`',
  needs: ['rows', 'entity', 'event time', 'universe'],
  sql: () =>
    `WITH told AS (SELECT m, lead(m) OVER (ORDER BY m) AS next
                   FROM (SELECT DISTINCT date_trunc('month', d)::DATE AS m FROM days)),
          months AS (SELECT unnest(generate_series(m::TIMESTAMP, CASE
                       WHEN datediff('month', m, next) <= ${GAP_MONTHS_MAX}
                       THEN next - INTERVAL 1 MONTH ELSE m END, INTERVAL 1 MONTH))::DATE AS m
                     FROM told),
          present AS (SELECT DISTINCT date_trunc('month', d)::DATE AS m, i FROM mapped)
     SELECT m, u.i, max(u.w) AS w, max(u.s) AS s, bool_or(present.i IS NOT NULL) AS covered
     FROM months JOIN universe u ON u.f < m + INTERVAL 1 MONTH AND (u.u IS NULL OR u.u > m)
     LEFT JOIN present USING (m, i) GROUP BY m, u.i`,
})

export const checked = view({
  name: 'checked',
  has: '`ok` (was the mapping right?) of each line that somebody checked',
  needs: ['checked mapping'],
  sql: ({ charter }, sources) =>
    `SELECT TRY_CAST(${quoteName(charter.mappingCheck?.correct ?? '')} AS BOOLEAN) AS ok
     FROM ${sources.check?.relation}`,
})
