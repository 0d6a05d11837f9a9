import type { Predicate } from '../../contexts/governance/index.ts'

/** A row filter in SQL, for engines: with the names that the columns have now. */
export function predicateText(predicate: Predicate, names: ReadonlyMap<number, string>): string {
  const column = ({ column: id }: { column: number }) => names.get(id) ?? `column ${id}`
  const text = (term: Predicate) => predicateText(term, names)
  switch (predicate.op) {
    case 'and':
    case 'or':
      return `(${predicate.terms.map(text).join(` ${predicate.op.toUpperCase()} `)})`
    case 'not':
      return `NOT (${text(predicate.term)})`
    case 'in':
      return `${column(predicate)} IN (${predicate.values.map(literal).join(', ')})`
    case 'between':
      return `${column(predicate)} BETWEEN ${literal(predicate.low)} AND ${literal(predicate.high)}`
    case 'like':
      return `${column(predicate)} LIKE ${quoted(predicate.pattern)}`
    case 'is-null':
      return `${column(predicate)} IS NULL`
    case 'true':
    case 'false':
      return predicate.op.toUpperCase()
    default:
      return `${column(predicate)} ${predicate.op} ${literal(predicate.value)}`
  }
}

function literal({ type, value }: { type: string; value: string }): string {
  if (/^(int|long|float|double|decimal|boolean)/.test(type)) return value
  const typed = /^(date|timestamp)/.exec(type)?.[1]
  return typed === undefined ? quoted(value) : `${typed.toUpperCase()} ${quoted(value)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
