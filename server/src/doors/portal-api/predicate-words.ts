import type { Predicate } from '../../contexts/governance/index.ts'

/** Column names by field id; a predicate may use a column that its reader may not read. */
export type Names = ReadonlyMap<number, string>

/** A row restriction as a person would say it in SQL. */
export function predicateWords(predicate: Predicate, names: Names): string {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return predicate.terms
        .map((term) => (term.op === 'and' || term.op === 'or' ? `(${words(term)})` : words(term)))
        .join(` ${predicate.op} `)
    case 'not':
      return `not (${words(predicate.term)})`
    case 'in':
      return `${column(predicate)} in (${predicate.values.map(literal).join(', ')})`
    case 'between':
      return `${column(predicate)} between ${literal(predicate.low)} and ${literal(predicate.high)}`
    case 'like':
      return `${column(predicate)} like '${predicate.pattern}'`
    case 'is-null':
      return `${column(predicate)} is null`
    case 'true':
    case 'false':
      return predicate.op
    default:
      return `${column(predicate)} ${predicate.op} ${literal(predicate.value)}`
  }

  function words(term: Predicate): string {
    return predicateWords(term, names)
  }

  function column({ column: id }: { column: number }): string {
    return names.get(id) ?? 'a hidden column'
  }
}

function literal({ type, value }: { type: string; value: string }): string {
  return /^(int|long|float|double|decimal|boolean)/.test(type) ? value : `'${value}'`
}
