import type { Comparison, PartitionFilter } from '../../contexts/catalog/index.ts'
import { invalidInput } from './errors.ts'

/**
 * Reads the expression of `GetPartitions`: comparisons of partition keys with constants, `IN`,
 * `BETWEEN`, `LIKE`, `IS NULL`, joined by `AND`, `OR`, `NOT` and parentheses.
 *
 * @throws glue.invalid-input
 */
export function partitionExpression(text: string): PartitionFilter {
  if (text.length > LETTERS_MAX)
    throw invalidInput({ reason: `Expression has more than ${LETTERS_MAX} letters` })
  const reader: Reader = { text, tokens: tokensOf(text), at: 0, depth: 0 }
  const filter = disjunction(reader)
  if (reader.at < reader.tokens.length) throw unexpected(reader)
  return filter
}

const LETTERS_MAX = 2048 // Glue API: PredicateString.
const DEPTH_MAX = 64

interface Token {
  kind: 'name' | 'quoted' | 'string' | 'number' | 'word' | 'sign'
  text: string
}

interface Reader {
  text: string
  tokens: Token[]
  at: number
  depth: number
}

const WORD = /^(and|or|not|in|is|null|like|between|date|timestamp)$/i
const PARTS = [
  /(?<string>'(?:[^']|'')*')/,
  /(?<quoted>"[^"]*"|`[^`]*`)/,
  /(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?![\p{L}\p{N}_.]))/u,
  /(?<name>[\p{L}\p{N}_][\p{L}\p{N}_$.]*)/u,
  /(?<sign><\s*>|!=|<=|>=|[=<>(),])/,
].map((part) => part.source)

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const next = new RegExp(`\\s*(?:${PARTS.join('|')})`, 'uy')
  const end = text.trimEnd().length
  while (next.lastIndex < end) {
    const from = next.lastIndex
    const found = next.exec(text)?.groups
    if (!found) throw invalidInput({ reason: `Expression is not understood at character ${from}` })
    tokens.push(tokenOf(found))
  }
  return tokens
}

function tokenOf(found: Record<string, string | undefined>): Token {
  const { string, quoted, number, name, sign = '' } = found
  if (string !== undefined)
    return { kind: 'string', text: string.slice(1, -1).replaceAll("''", "'") }
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.slice(1, -1) }
  if (number !== undefined) return { kind: 'number', text: number }
  if (name === undefined) return { kind: 'sign', text: sign.replaceAll(/\s/g, '') }
  return WORD.test(name) ? { kind: 'word', text: name.toUpperCase() } : { kind: 'name', text: name }
}

function unexpected({ tokens, at }: Reader) {
  const token = tokens[at]
  const where = token === undefined ? 'its end' : `"${token.text}"`
  return invalidInput({ reason: `Expression is not understood at ${where}` })
}

function takes(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.at]
  const fits = token?.text === text && (token.kind === 'word' || token.kind === 'sign')
  if (fits) reader.at += 1
  return fits
}

function demand(reader: Reader, text: string): void {
  if (!takes(reader, text)) throw unexpected(reader)
}

function disjunction(reader: Reader): PartitionFilter {
  const terms = [conjunction(reader)]
  while (takes(reader, 'OR')) terms.push(conjunction(reader))
  return terms.length === 1 ? (terms[0] as PartitionFilter) : { op: 'or', terms }
}

function conjunction(reader: Reader): PartitionFilter {
  const terms = [negation(reader)]
  while (takes(reader, 'AND')) terms.push(negation(reader))
  return terms.length === 1 ? (terms[0] as PartitionFilter) : { op: 'and', terms }
}

function negation(reader: Reader): PartitionFilter {
  reader.depth += 1
  if (reader.depth > DEPTH_MAX) throw invalidInput({ reason: 'Expression is nested too deeply' })
  const filter = takes(reader, 'NOT') ? not(negation(reader)) : primary(reader)
  reader.depth -= 1
  return filter
}

function not(term: PartitionFilter): PartitionFilter {
  return { op: 'not', term }
}

function primary(reader: Reader): PartitionFilter {
  if (takes(reader, '(')) {
    const filter = disjunction(reader)
    demand(reader, ')')
    return filter
  }
  const token = reader.tokens[reader.at]
  if (token?.kind === 'name' || token?.kind === 'quoted') {
    reader.at += 1
    return onKey(reader, token.text)
  }
  return mirrored(reader)
}

function onKey(reader: Reader, key: string): PartitionFilter {
  if (takes(reader, 'IS')) {
    const negated = takes(reader, 'NOT')
    demand(reader, 'NULL')
    return keep(negated, { op: 'is-null', key })
  }
  const negated = takes(reader, 'NOT')
  if (takes(reader, 'BETWEEN')) {
    const low = constant(reader)
    demand(reader, 'AND')
    return keep(negated, { op: 'between', key, low, high: constant(reader) })
  }
  if (takes(reader, 'IN')) return keep(negated, { op: 'in', key, values: list(reader) })
  if (takes(reader, 'LIKE')) return keep(negated, { op: 'like', key, pattern: constant(reader) })
  if (negated) throw unexpected(reader)
  const op = comparison(reader)
  return { op, key, value: constant(reader) }
}

function keep(negated: boolean, term: PartitionFilter): PartitionFilter {
  return negated ? not(term) : term
}

const MIRROR: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** `'2024' = year` */
function mirrored(reader: Reader): PartitionFilter {
  const value = constant(reader)
  const op = MIRROR[comparison(reader)]
  const token = reader.tokens[reader.at]
  if (token?.kind !== 'name' && token?.kind !== 'quoted') throw unexpected(reader)
  reader.at += 1
  return { op, key: token.text, value }
}

function comparison(reader: Reader): Comparison {
  const token = reader.tokens[reader.at]
  const text = token?.text === '!=' ? '<>' : token?.text
  if (token?.kind !== 'sign' || !text || !Object.hasOwn(MIRROR, text)) throw unexpected(reader)
  reader.at += 1
  return text as Comparison
}

function list(reader: Reader): string[] {
  demand(reader, '(')
  const values = [constant(reader)]
  while (takes(reader, ',')) values.push(constant(reader))
  demand(reader, ')')
  return values
}

function constant(reader: Reader): string {
  // DATE '…' and TIMESTAMP '…' say the type of the text after them.
  const typed = takes(reader, 'DATE') || takes(reader, 'TIMESTAMP')
  const token = reader.tokens[reader.at]
  const fits = token?.kind === 'string' || (!typed && /number|quoted/.test(token?.kind ?? ''))
  if (!token || !fits) throw unexpected(reader)
  if (token.text.includes('\0') || !token.text.isWellFormed()) throw unexpected(reader)
  reader.at += 1
  return token.text
}
