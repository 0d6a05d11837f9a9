import { invalidInput } from '../errors.ts'
import type { Token } from './filter-tokens.ts'
import type { Literal } from './predicate.ts'
import type { GovernedColumn } from './register.ts'

/** Of a column of which nothing is known but its name: any constant may be meant. */
export const ANY_TYPE = '*'

const INTEGER = /^[+-]?\d{1,19}$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const DECIMAL = /^[+-]?\d*\.?\d*$/
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const TIME = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?'
const TIMESTAMP = new RegExp(`^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[T ]${TIME}$`)
const TIMESTAMPTZ = new RegExp(`${TIMESTAMP.source.slice(0, -1)}(Z|[+-]\\d{2}:?\\d{2})?$`)
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The constant as a literal of the column's type. @throws governance.invalid-input */
export function literalOf(token: Token, column: GovernedColumn): Literal {
  const { type } = column
  const value = canonical(token, type)
  if (value === undefined)
    throw invalidInput({
      reason: `"${token.text}" is not a constant of type ${type}, as column "${column.name}" has`,
    })
  return { type, value }
}

function canonical({ kind, text, word }: Token, type: string): string | undefined {
  const string = kind === 'string'
  if (type === ANY_TYPE) return constant({ kind, word }) ? text : undefined
  if (type === 'string') return string ? text : undefined
  if (type === 'boolean')
    return word === 'TRUE' || word === 'FALSE' ? word.toLowerCase() : undefined
  if (type === 'int' || type === 'long') return integer(kind, text, type)
  if (type === 'float' || type === 'double')
    return kind === 'number' && NUMBER.test(text) && Number.isFinite(Number(text))
      ? text.replace(/^\+/, '')
      : undefined
  if (type.startsWith('decimal')) return decimal(kind, text, type)
  if (!string) return undefined
  if (type === 'date') return DATE.test(text) && realDay(text) ? text : undefined
  if (type === 'timestamp') return instant(text, TIMESTAMP)
  if (type === 'timestamptz') return instant(text, TIMESTAMPTZ)
  if (type === 'uuid') return UUID.test(text) ? text.toLowerCase() : undefined
  return undefined
}

function constant({ kind, word }: Pick<Token, 'kind' | 'word'>): boolean {
  return kind === 'string' || kind === 'number' || word === 'TRUE' || word === 'FALSE'
}

function integer(kind: string, text: string, type: 'int' | 'long'): string | undefined {
  if (kind !== 'number' || !INTEGER.test(text)) return undefined
  const value = BigInt(text.replace(/^\+/, ''))
  const bits = type === 'int' ? 32 : 64
  return BigInt.asIntN(bits, value) === value ? value.toString() : undefined
}

/** More digits after the point than the column has would be rounded: refused. */
function decimal(kind: string, text: string, type: string): string | undefined {
  const parameters = /^decimal\((\d+), ?(\d+)\)$/.exec(type)
  if (kind !== 'number' || !DECIMAL.test(text) || parameters === null) return undefined
  const plain = text.replace(/^[+-]/, '')
  const [whole = '', fraction = ''] = plain.split('.')
  const [precision, scale] = [Number(parameters[1]), Number(parameters[2])]
  const fits = whole.replace(/^0+/, '').length <= precision - scale && fraction.length <= scale
  if (!fits) return undefined
  const sign = text.startsWith('-') ? '-' : ''
  return `${sign}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
}

function instant(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) && realDay(text.slice(0, 10)) ? text.replace(' ', 'T') : undefined
}

function realDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
