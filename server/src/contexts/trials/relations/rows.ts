import { quoteName } from '../../../foundation/duckdb.ts'
import type { Scan } from '../../catalog/index.ts'
import { type About, type Relation, table, view } from './relation.ts'

const PLACED = ['rows', 'entity', 'event time'] as const

/** A table of many small files is read once; a large one with each question, as far as needed. */
const KEPT_BYTES_MAX = 64 << 20

export const data: Relation = {
  name: 'data',
  has: 'every column of the table, `_entity`, `_time`',
  needs: ['rows'],
  async make(db, { charter, feed, missing }, { data: source }) {
    if (!source) return
    const time = charter.columns.eventTime ?? feed?.definition.event?.column ?? ''
    const entity = quoteName(charter.columns.entity ?? '')
    const placed = [
      missing.has('entity') ? 'NULL::VARCHAR' : `nullif(${entity}::VARCHAR, '')`,
      missing.has('event time') ? 'NULL::TIMESTAMP' : `TRY_CAST(${quoteName(time)} AS TIMESTAMP)`,
    ]
    const bytes = source.files.reduce((sum, { file }) => sum + file.sizeBytes, 0)
    const kind = bytes <= KEPT_BYTES_MAX ? 'TABLE' : 'VIEW'
    await db.run(
      `CREATE ${kind} data AS
       SELECT *, ${placed[0]} AS _entity, ${placed[1]} AS _time FROM ${source.relation}`,
    )
  },
}

/** When each row could be had first: by our own clock where we saw it come, else as declared. */
export const known = view({
  name: 'known',
  has: '`data` and `_known`, `_live`, `_first` (`_known` of the delivery’s first content)',
  needs: ['rows', 'availability'],
  sql: (about, { data: source }) =>
    byFeed(about, source)
      ? `SELECT data.*, coalesce(v.known, ${declared(about)}) AS _known,
                coalesce(v.live, false) AS _live, coalesce(v.first, ${declared(about)}) AS _first
         FROM data LEFT JOIN vintages v ON v.id = data._vintage`
      : `SELECT *, ${declared(about)} AS _known, false AS _live, ${declared(about)} AS _first
         FROM data`,
})

/** Rows that came by a feed know their vintage; the charter's column is for all others. */
export function byFeed({ feed }: Pick<About, 'feed'>, data: Scan | undefined): boolean {
  return feed !== undefined && (data?.schema.fields ?? []).some(({ name }) => name === '_vintage')
}

function declared({ charter, columns }: Pick<About, 'charter' | 'columns'>): string {
  const { availableAt } = charter.columns
  const told = columns.some(({ name }) => name === availableAt)
  return told ? `TRY_CAST(${quoteName(availableAt ?? '')} AS TIMESTAMP)` : 'NULL::TIMESTAMP'
}

export const days = table({
  name: 'days',
  has: '`e`, `d` (a day), `n` (rows)',
  needs: PLACED,
  sql: () =>
    `SELECT _entity AS e, _time::DATE AS d, count(*) AS n FROM data
     WHERE _entity IS NOT NULL AND _time IS NOT NULL GROUP BY ALL`,
})

export const cells = table({
  name: 'cells',
  has: '`e`, `p` (a period of the charter), `n` (rows)',
  needs: PLACED,
  sql: ({ charter }) =>
    `SELECT _entity AS e, date_trunc('${charter.period}', _time)::TIMESTAMP AS p, count(*) AS n
     FROM data WHERE _entity IS NOT NULL AND _time IS NOT NULL GROUP BY ALL`,
})

/** How long after the end of its period a row could be had. */
export const lags = table({
  name: 'lags',
  has: '`year` of the event, `live`, `lag` in hours, `n` (rows)',
  needs: ['rows', 'event time', 'availability'],
  sql: ({ charter }) =>
    `SELECT year(_time)::INT AS year, _live AS live, count(*) AS n,
            epoch(_known - (date_trunc('${charter.period}', _time) + INTERVAL 1 ${charter.period}))
              / 3600 AS lag
     FROM known WHERE _time IS NOT NULL AND _known IS NOT NULL GROUP BY ALL`,
})
