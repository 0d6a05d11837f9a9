import { quoteText } from '../../../../foundation/duckdb.ts'
import type { Predicate } from '../../../governance/index.ts'
import { notSupported } from '../../errors.ts'
import { duckdbType } from '../../model/duckdb-schema.ts'
import { likeSql } from './like-sql.ts'

export interface SqlColumn {
  sql: string
  /** Its Iceberg type now. */
  type: string
}

type Literal = Extract<Predicate, { op: 'between' }>['low']
type Comparison = Exclude<
  Predicate,
  { op: 'and' | 'or' | 'not' | 'is-null' | 'like' | 'true' | 'false' }
>

/**
 * `predicate` as a condition of DuckDB's SQL with the three-valued logic and the order of values
 * that Spark has: NaN equals itself and is the greatest number.
 *
 * @throws catalog.not-supported for what is not exactly understood; the load is then refused
 */
export function predicateSql(predicate: Predicate, columnOf: (id: number) => SqlColumn): string {
  switch (predicate.op) {
    case 'true':
    case 'false':
      return predicate.op
    case 'and':
    case 'or':
      return joined(predicate, columnOf)
    case 'not':
      return `(NOT ${predicateSql(predicate.term, columnOf)})`
    case 'is-null':
      return `(${columnOf(predicate.column).sql} IS NULL)`
    case 'like':
      return like(columnOf(predicate.column), predicate.pattern)
    default:
      return compared(predicate, columnOf(predicate.column))
  }
}

function compared(predicate: Comparison, column: SqlColumn): string {
  const left = comparable(column)
  const value = (literal: Literal) => literalSql(literal, column.type)
  switch (predicate.op) {
    case 'in':
      if (predicate.values.length === 0) throw notSupported({ what: 'an empty list of values' })
      return `(${left} IN (${predicate.values.map(value).join(', ')}))`
    case 'between':
      return `(${left} BETWEEN ${value(predicate.low)} AND ${value(predicate.high)})`
    default:
      // Rules are read from the database: what this version does not know is not guessed.
      if (!COMPARISONS.has(predicate.op))
        throw notSupported({ what: `the predicate "${predicate.op}"` })
      return `(${left} ${predicate.op} ${value(predicate.value)})`
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>='])

function joined(
  { op, terms }: Extract<Predicate, { op: 'and' | 'or' }>,
  columnOf: (id: number) => SqlColumn,
): string {
  // No term to satisfy is true, no term that could be is false.
  if (terms.length === 0) return op === 'and' ? 'true' : 'false'
  const separator = op === 'and' ? ' AND ' : ' OR '
  return `(${terms.map((term) => predicateSql(term, columnOf)).join(separator)})`
}

function like({ sql, type }: SqlColumn, pattern: string): string {
  if (type !== 'string') throw notSupported({ what: `LIKE on type "${type}"` })
  return likeSql(sql, pattern)
}

/** DuckDB would narrow the constant to FLOAT, where Spark widens the column. */
function comparable({ sql, type }: SqlColumn): string {
  return type === 'float' ? `CAST(${sql} AS DOUBLE)` : sql
}

function literalSql(literal: Literal, columnType: string): string {
  if (!comparableTypes(literal.type, columnType))
    throw notSupported({ what: `comparing "${columnType}" with "${literal.type}"` })
  const type = literal.type === 'float' ? 'double' : literal.type
  return `CAST(${quoteText(literal.value)} AS ${duckdbType(type)})`
}

const WIDENED: Readonly<Record<string, string>> = { int: 'long', float: 'double' }
const DECIMAL = /^decimal\((\d+), ?(\d+)\)$/
const COMPARABLE =
  /^(boolean|int|long|float|double|date|timestamp|timestamptz|string|uuid|decimal\(.*\))$/

/** The constant has the type of its column, or the one before the column was widened. */
function comparableTypes(literal: string, column: string): boolean {
  if (!COMPARABLE.test(column)) return false
  if (literal === column || WIDENED[literal] === column) return true
  const [mine, theirs] = [DECIMAL.exec(literal), DECIMAL.exec(column)]
  return mine !== null && theirs !== null && mine[2] === theirs[2]
}
