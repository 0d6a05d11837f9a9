import type { Predicate } from './predicate.ts'

const TRUE: Predicate = { op: 'true' }

export const everyRow = TRUE

/** The rows of any of `terms`; equal terms once. */
export function either(terms: readonly Predicate[]): Predicate {
  if (terms.some((term) => term.op === 'true')) return TRUE
  const flat = terms.flatMap((term) => (term.op === 'or' ? term.terms : [term]))
  const once = distinct(flat.filter((term) => term.op !== 'false'))
  if (once.length === 0) return { op: 'false' }
  return once.length === 1 ? (once[0] as Predicate) : { op: 'or', terms: once }
}

/** The rows of all of `terms`; equal terms once. */
export function both(terms: readonly Predicate[]): Predicate {
  if (terms.some((term) => term.op === 'false')) return { op: 'false' }
  const flat = terms.flatMap((term) => (term.op === 'and' ? term.terms : [term]))
  const once = distinct(flat.filter((term) => term.op !== 'true'))
  if (once.length === 0) return TRUE
  return once.length === 1 ? (once[0] as Predicate) : { op: 'and', terms: once }
}

/** Field ids that `predicate` reads. */
export function columnsOf(predicate: Predicate): number[] {
  if ('terms' in predicate) return predicate.terms.flatMap(columnsOf)
  if ('term' in predicate) return columnsOf(predicate.term)
  return 'column' in predicate ? [predicate.column] : []
}

export function same(one: Predicate, other: Predicate): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

function distinct(terms: readonly Predicate[]): Predicate[] {
  if (terms.length < 2) return [...terms]
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, term]) => term)
}
