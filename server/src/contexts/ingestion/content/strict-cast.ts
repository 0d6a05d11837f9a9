import { duckdbType } from '../../catalog/index.ts'
import type { ColumnType } from '../model/feed.ts'
import type { Value } from './source.ts'

const WHOLE = ' *[+-]?[0-9]+([.]0*)? *'
const MIDNIGHT = '.{8,10}[T ]00:00(:00([.]0*)?)?'
/** A zone behind a time of day. */
const ZONE = ':[0-9]{2}([.][0-9]*)? *([A-Za-z]+|[+-][0-9]{2}(:?[0-9]{2}){0,2}) *$'
/** Parts of a second that a timestamp does not hold. */
const BELOW_MICROSECOND = '[.][0-9]{6}0*[1-9]'

const WHOLE_TYPES = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
]
/** A double does not hold every BIGINT. */
const NUMBERS = /^(U?TINYINT|U?SMALLINT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/
const TIMESTAMPS = /^TIMESTAMP(_S|_MS|_NS)?$/

/**
 * SQL of a value in its column’s type; NULL for one that would be another then. DuckDB’s own cast
 * rounds 3.7 to 4 and forgets times of day and zones.
 */
export function strictCast({ sql, type }: Value, wanted: ColumnType): string {
  const cast = `TRY_CAST(${sql} AS ${duckdbType(wanted)})`
  if (type === 'TIMESTAMP_NS' && wanted === 'timestamp')
    return `CASE WHEN epoch_ns(${sql}) % 1000 = 0 THEN ${cast} END`
  if (type !== 'VARCHAR') return cast
  switch (wanted) {
    case 'int':
    case 'long':
      return `CASE WHEN regexp_full_match(${sql}, '${WHOLE}') THEN ${cast} END`
    case 'double':
      // What is written with digits and is too large would become infinite.
      return `CASE WHEN NOT contains(${sql}, '_')
        AND (isfinite(${cast}) OR NOT regexp_matches(${sql}, '[0-9]')) THEN ${cast} END`
    case 'date':
      return `CASE WHEN length(${sql}) <= 10 OR regexp_full_match(${sql}, '${MIDNIGHT}')
        THEN ${cast} END`
    case 'timestamp':
      return `CASE WHEN NOT regexp_matches(${sql}, '${ZONE}|${BELOW_MICROSECOND}')
        THEN ${cast} END`
    case 'timestamptz':
      return `CASE WHEN NOT regexp_matches(${sql}, '${BELOW_MICROSECOND}') THEN ${cast} END`
    default:
      return cast
  }
}

/** Whether each value of DuckDB’s type can be one of the column’s without becoming another. */
export function fits(type: string, wanted: ColumnType): boolean {
  if (type === 'VARCHAR' || wanted === 'string') return true
  switch (wanted) {
    case 'int':
    case 'long':
      return WHOLE_TYPES.includes(type)
    case 'double':
      return NUMBERS.test(type)
    case 'timestamp':
      return TIMESTAMPS.test(type) || type === 'DATE'
    case 'timestamptz':
      return type === 'TIMESTAMP WITH TIME ZONE'
    default:
      return type === duckdbType(wanted)
  }
}
