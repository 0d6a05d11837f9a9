import { inField, invalidInput } from '../errors.ts'
import type { AttributeTest, Condition } from './condition.ts'

/**
 * The part of Cedar that AWS documents for conditions: `context.iam.principalTags.hasTag("key")`,
 * `context.iam.principalTags.getTag("key") == "value"`, `&&`, `||` and parentheses.
 *
 * @throws governance.invalid-input with the place and what stands there
 * @see AWS guide, "Granting permissions using attribute-based access control"
 */
export function parseCondition(text: string): Condition {
  return inField('condition', () => conditionIn(text))
}

function conditionIn(text: string): Condition {
  if (text.length > LENGTH_MAX)
    throw invalidInput({ reason: `Condition of more than ${LENGTH_MAX} characters` })
  const reader = { tokens: tokensOf(text), at: 0 }
  const test = parseTerms(reader, 0)
  const rest = reader.tokens[reader.at]
  if (rest !== undefined) throw unexpected(rest, '&&, || or the end')
  return { text, test }
}

const LENGTH_MAX = 3000 // Lake Formation API: ExpressionString.
const DEPTH_MAX = 50

interface Token {
  kind: 'word' | 'sign' | 'text'
  value: string
  place: number
}

interface Reader {
  tokens: readonly Token[]
  at: number
}

const WORD = 'context.iam.principalTags'
const PART = /\s+|"(?:[^"\\\r\n]|\\["\\])*"|[A-Za-z_][\w.]*|&&|\|\||==|[()]/y

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const part = new RegExp(PART)
  while (part.lastIndex < text.length) {
    const place = part.lastIndex
    const [value] = part.exec(text) ?? []
    if (value === undefined) throw unknownText(text, place)
    if (!/^\s/.test(value)) tokens.push({ kind: kindOf(value), value, place })
  }
  return tokens
}

function kindOf(value: string): Token['kind'] {
  if (value.startsWith('"')) return 'text'
  return /^\w/.test(value) ? 'word' : 'sign'
}

function unknownText(text: string, place: number) {
  const [what = ''] = /^\S{1,20}/.exec(text.slice(place)) ?? []
  return invalidInput({
    reason: `Invalid condition at ${place + 1}: "${what}" is not supported; ${SUPPORTED}`,
  })
}

const SUPPORTED =
  'a condition asks for principal tags by hasTag("key") and getTag("key") == "value", joined by ' +
  '&&, || and parentheses'

/** `||` binds less than `&&`. */
function parseTerms(reader: Reader, depth: number): AttributeTest {
  if (depth > DEPTH_MAX) throw invalidInput({ reason: 'Condition with too many parentheses' })
  return parseJoined(reader, '||', 'or', () =>
    parseJoined(reader, '&&', 'and', () => parseTerm(reader, depth)),
  )
}

function parseJoined(
  reader: Reader,
  sign: string,
  op: 'and' | 'or',
  parse: () => AttributeTest,
): AttributeTest {
  const terms = [parse()]
  while (take(reader, sign)) terms.push(parse())
  const [only] = terms
  return terms.length === 1 && only ? only : { op, terms }
}

function parseTerm(reader: Reader, depth: number): AttributeTest {
  if (take(reader, '(')) {
    const inner = parseTerms(reader, depth + 1)
    expect(reader, ')')
    return inner
  }
  const token = next(reader, 'a tag of the principal')
  if (token.kind === 'text') {
    expect(reader, '==')
    const word = next(reader, `${WORD}.getTag("key")`)
    if (word.value !== `${WORD}.getTag`) throw unexpected(word, `${WORD}.getTag("key")`)
    return { op: 'equals', tag: tagIn(reader), value: textOf(token) }
  }
  if (token.value === `${WORD}.hasTag`) return { op: 'has', tag: tagIn(reader) }
  if (token.value !== `${WORD}.getTag`) throw unexpected(token, `${WORD}.hasTag or .getTag`)
  const tag = tagIn(reader)
  expect(reader, '==')
  return { op: 'equals', tag, value: expectText(reader) }
}

function tagIn(reader: Reader): string {
  expect(reader, '(')
  const tag = expectText(reader)
  expect(reader, ')')
  return tag
}

function expectText(reader: Reader): string {
  const token = next(reader, 'a text in double quotes')
  if (token.kind !== 'text') throw unexpected(token, 'a text in double quotes')
  return textOf(token)
}

function textOf({ value }: Token): string {
  return value.slice(1, -1).replace(/\\(["\\])/g, '$1')
}

function take(reader: Reader, sign: string): boolean {
  if (reader.tokens[reader.at]?.value !== sign) return false
  reader.at += 1
  return true
}

function expect(reader: Reader, sign: string): void {
  const token = next(reader, sign)
  if (token.value !== sign) throw unexpected(token, sign)
}

function next(reader: Reader, wanted: string): Token {
  const token = reader.tokens[reader.at]
  if (token === undefined)
    throw invalidInput({ reason: `Invalid condition: it ends where ${wanted} is needed` })
  reader.at += 1
  return token
}

function unexpected({ value, place }: Token, wanted: string) {
  return invalidInput({
    reason: `Invalid condition at ${place + 1}: "${value}" in place of ${wanted}; ${SUPPORTED}`,
  })
}
