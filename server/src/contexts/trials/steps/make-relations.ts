import { type Duckdb, quoteName } from '../../../foundation/duckdb.ts'
import type { Scan } from '../../catalog/index.ts'
import type { Mapping, Universe } from '../model/charter.ts'
import type { Inputs } from '../model/metric.ts'
import type { Revision } from './revisions.ts'

export interface Sources {
  data: Scan | undefined
  universe: Scan | undefined
  mapping: Scan | undefined
  revisions: readonly Revision[]
}

/** Makes the relations that metrics ask, each where what it needs is there; see `Inputs.db`. */
export async function makeRelations(
  db: Duckdb,
  about: Pick<Inputs, 'charter' | 'feed' | 'missing'>,
  { data, universe, mapping }: Sources,
): Promise<void> {
  const { charter, feed, missing } = about
  if (!data) return
  const timed = !missing.has('event time')
  const time = charter.columns.eventTime ?? feed?.definition.event?.column ?? ''
  const known = [
    ...(missing.has('entity')
      ? []
      : [`nullif(${quoteName(charter.columns.entity ?? '')}::VARCHAR, '') AS _entity`]),
    ...(timed ? [`TRY_CAST(${quoteName(time)} AS TIMESTAMP) AS _time`] : []),
  ]
  await db.run(`CREATE VIEW data AS SELECT ${['*', ...known].join(', ')} FROM ${data.relation}`)
  if (known.length < 2) return
  await db.run(
    `CREATE TABLE days AS SELECT _entity AS e, _time::DATE AS d, count(*) AS n FROM data
     WHERE _entity IS NOT NULL AND _time IS NOT NULL GROUP BY ALL`,
  )
  const period = `date_trunc('${charter.period}', _time)`
  await db.run(
    `CREATE TABLE cells AS SELECT _entity AS e, ${period}::TIMESTAMP AS p, count(*) AS n FROM data
     WHERE _entity IS NOT NULL AND _time IS NOT NULL GROUP BY ALL`,
  )
  if (charter.universe && universe)
    await db.run(`CREATE TABLE universe AS ${members(charter.universe, universe.relation)}`)
  await db.run(`CREATE TABLE mapped AS ${mappedDays(charter.mapping, mapping?.relation)}`)
}

function validity({ validFrom, validTo }: { validFrom: string; validTo: string }): string {
  const always = `TIMESTAMP '0001-01-01'`
  return (
    `coalesce(TRY_CAST(${quoteName(validFrom)} AS TIMESTAMP), ${always}) AS f, ` +
    `TRY_CAST(${quoteName(validTo)} AS TIMESTAMP) AS u`
  )
}

function members(universe: Universe, relation: string): string {
  const { entity, weight } = universe
  const weighed = weight === undefined ? '1' : quoteName(weight)
  return `SELECT nullif(${quoteName(entity)}::VARCHAR, '') AS i, ${validity(universe)},
    ${weighed}::DOUBLE AS w FROM ${relation}
    WHERE nullif(${quoteName(entity)}::VARCHAR, '') IS NOT NULL`
}

/** Days of an entity with the internal ids that were valid on them; without a mapping its own. */
function mappedDays(mapping: Mapping | undefined, relation: string | undefined): string {
  if (!mapping || relation === undefined) return 'SELECT e, d, n, e AS i FROM days'
  const ids = `SELECT ${quoteName(mapping.from)}::VARCHAR AS v,
    nullif(${quoteName(mapping.to)}::VARCHAR, '') AS i, ${validity(mapping)} FROM ${relation}`
  return `SELECT DISTINCT e, d, n, m.i FROM days JOIN (${ids}) m
    ON m.v = e AND m.i IS NOT NULL AND d >= m.f AND (m.u IS NULL OR d < m.u)`
}
