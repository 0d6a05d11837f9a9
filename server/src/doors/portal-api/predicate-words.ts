import { columnsOf, type Predicate } from '../../contexts/governance/index.ts'

/** Column names by field id; a predicate may use a column that its reader may not know of. */
export type Names = ReadonlyMap<number, string>

const UNNAMED = 'chosen by a hidden column'

/**
 * A row restriction as a person would say it in SQL. Of a term that asks for a hidden column
 * nothing is said: its constants are values of it, and beside an alternative rows would tell them.
 */
export function predicateWords(predicate: Predicate, names: Names): string {
  const terms = predicate.op === 'and' ? predicate.terms : [predicate]
  const known = terms.filter((term) => columnsOf(term).every((id) => names.has(id)))
  if (known.length === terms.length) return wordsOf(predicate, names)
  return [...known.map((term) => within(term, names)), UNNAMED].join(' and ')
}

function wordsOf(predicate: Predicate, names: Names): string {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return predicate.terms.map((term) => within(term, names)).join(` ${predicate.op} `)
    case 'not':
      return `not (${wordsOf(predicate.term, names)})`
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

  function column({ column: id }: { column: number }): string {
    return names.get(id)!
  }
}

/** As a term of others. */
function within(term: Predicate, names: Names): string {
  const words = wordsOf(term, names)
  return term.op === 'and' || term.op === 'or' ? `(${words})` : words
}

function literal({ type, value }: { type: string; value: string }): string {
  return /^(int|long|float|double|decimal|boolean)/.test(type) ? value : `'${value}'`
}
