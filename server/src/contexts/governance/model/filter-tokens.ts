import { invalidInput } from '../errors.ts'

export interface Token {
  kind: 'name' | 'string' | 'number' | 'sign' | 'keyword'
  text: string
  /** Upper case of a keyword, or a sign; absent for what people chose. */
  word?: string
}

const KEYWORDS =
  /^(AND|OR|NOT|IN|IS|NULL|LIKE|BETWEEN|TRUE|FALSE|DATE|TIMESTAMP|SELECT|FROM|CAST|CASE)$/i
const PARTS = [
  /(?<string>'(?:[^']|'')*')/,
  /(?<quoted>"(?:[^"]|"")+")/,
  /(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/,
  /(?<name>[\p{L}_][\p{L}\p{N}_$]*)/u,
  /(?<sign><>|!=|<=|>=|[=<>(),.])/,
].map((part) => part.source)

/** @throws governance.invalid-input at the first character that no token begins with */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const next = new RegExp(`\\s*(?:${PARTS.join('|')})`, 'uy')
  const end = text.trimEnd().length
  while (next.lastIndex < end) {
    const from = next.lastIndex
    const found = next.exec(text)?.groups
    if (found === undefined)
      throw invalidInput({ reason: `The filter expression is not understood at character ${from}` })
    tokens.push(tokenOf(found))
  }
  return tokens
}

function tokenOf(found: Record<string, string | undefined>): Token {
  const { string, quoted, number, name, sign } = found
  if (string !== undefined)
    return { kind: 'string', text: string.slice(1, -1).replaceAll("''", "'") }
  if (quoted !== undefined) return { kind: 'name', text: quoted.slice(1, -1).replaceAll('""', '"') }
  if (number !== undefined) return { kind: 'number', text: number }
  if (name !== undefined && KEYWORDS.test(name))
    return { kind: 'keyword', text: name, word: name.toUpperCase() }
  if (name !== undefined) return { kind: 'name', text: name }
  return { kind: 'sign', text: sign ?? '', word: sign ?? '' }
}
