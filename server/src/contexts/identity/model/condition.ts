import { arnMatches, globMatches, listOf } from './match.ts'
import type { PolicyStatement } from './policy.ts'

/** Condition keys of one request, names in lower case; a missing key is not in the request. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>

type Compare = (wanted: string, given: string) => boolean

const sameText: Compare = (wanted, given) => wanted === given
const sameLetters: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase()

function numeric(compare: (given: number, wanted: number) => boolean): Compare {
  return (wanted, given) => {
    const [left, right] = [Number(given), Number(wanted)]
    return given !== '' && wanted !== '' && compare(left, right)
  }
}

function dated(compare: (given: number, wanted: number) => boolean): Compare {
  return (wanted, given) => compare(instantOf(given), instantOf(wanted))
}

/** ISO 8601, or seconds since 1970. */
function instantOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text)
}

const equal = (a: number, b: number) => a === b
const less = (a: number, b: number) => a < b
const lessEqual = (a: number, b: number) => a <= b
const greater = (a: number, b: number) => a > b
const greaterEqual = (a: number, b: number) => a >= b

/** @see IAM User Guide, "IAM JSON policy elements: Condition operators" */
const operators: Readonly<Record<string, Compare>> = {
  StringEquals: sameText,
  StringEqualsIgnoreCase: sameLetters,
  StringLike: globMatches,
  NumericEquals: numeric(equal),
  NumericLessThan: numeric(less),
  NumericLessThanEquals: numeric(lessEqual),
  NumericGreaterThan: numeric(greater),
  NumericGreaterThanEquals: numeric(greaterEqual),
  DateEquals: dated(equal),
  DateLessThan: dated(less),
  DateLessThanEquals: dated(lessEqual),
  DateGreaterThan: dated(greater),
  DateGreaterThanEquals: dated(greaterEqual),
  Bool: sameLetters,
  BinaryEquals: sameText,
  IpAddress: addressInside,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
}

/** True of no value equal to any wanted one; they hold where the key is missing. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

interface Operator {
  quantifier: 'any' | 'all' | undefined
  ifExists: boolean
  name: string
}

function parseOperator(text: string): Operator {
  const [, quantifier, base] = /^(?:For(Any|All)Values?:)?(.*)$/s.exec(text)!
  const ifExists = base!.endsWith('IfExists')
  return {
    quantifier: quantifier === undefined ? undefined : quantifier === 'Any' ? 'any' : 'all',
    ifExists,
    name: ifExists ? base!.slice(0, -'IfExists'.length) : base!,
  }
}

/** True of the operators that IAM knows; a policy with another one is malformed. */
export function knownOperator(text: string): boolean {
  const { name } = parseOperator(text)
  return name === 'Null' || Object.hasOwn(operators, name) || Object.hasOwn(negations, name)
}

/** True of a value that the operator can compare with; only addresses are judged. */
export function comparable(operator: string, value: string): boolean {
  const { name } = parseOperator(operator)
  const addresses = name === 'IpAddress' || name === 'NotIpAddress'
  return !addresses || value.includes('${') || isRange(value)
}

/** True when every operator and key of a statement's conditions holds. */
export function conditionsHold(
  conditions: PolicyStatement['Condition'],
  context: ConditionContext,
  fill: (text: string) => string | undefined,
): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      conditionHolds(parseOperator(operator), {
        given: context.get(key.toLowerCase()),
        wanted: listOf(values).map(String).map(fill),
      }),
    ),
  )
}

function conditionHolds(
  operator: Operator,
  values: { given: readonly string[] | undefined; wanted: readonly (string | undefined)[] },
): boolean {
  const { name, quantifier, ifExists } = operator
  const { given } = values
  const wanted = values.wanted.filter((value) => value !== undefined)
  if (name === 'Null')
    return wanted.some((value) => (value.toLowerCase() === 'true') === (given === undefined))
  const positive = negations[name] ?? name
  const negated = positive !== name
  const compare = Object.hasOwn(operators, positive) ? operators[positive] : undefined
  if (!compare) return false
  if (given === undefined || given.length === 0)
    return quantifier === 'all' || ifExists || (negated && quantifier !== 'any')
  const holds = (value: string) => wanted.some((one) => compare(one, value)) !== negated
  if (quantifier === 'any') return given.some(holds)
  if (quantifier === 'all') return given.every(holds)
  return negated ? given.every(holds) : given.some(holds)
}

function addressInside(range: string, address: string): boolean {
  if (!isRange(range)) return false
  const [base = '', bits] = range.split('/')
  const [wanted, given] = [addressBits(base), addressBits(address)]
  if (!wanted || !given || wanted.length !== given.length) return false
  const length = prefixBits(bits, wanted.length)
  return length !== undefined && wanted.slice(0, length) === given.slice(0, length)
}

/** How many bits a range fixes, all of them unless it says; undefined of anything else. */
function prefixBits(bits: string | undefined, whole: number): number | undefined {
  if (bits === undefined) return whole
  return /^\d{1,3}$/.test(bits) && Number(bits) <= whole ? Number(bits) : undefined
}

/** Is `text` an address or a range of addresses? */
function isRange(text: string): boolean {
  const [base = '', bits, ...more] = text.split('/')
  const address = addressBits(base)
  return !!address && more.length === 0 && prefixBits(bits, address.length) !== undefined
}

/** The bits of an address as text; undefined of anything else. */
function addressBits(address: string): string | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    const bytes = address.split('.').map(Number)
    if (bytes.some((byte) => byte > 255)) return undefined
    return bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  }
  const halves = address.split('::')
  if (!/^[0-9a-fA-F:]+$/.test(address) || halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map((half) => half.split(':').filter((one) => one !== ''))
  const missing = halves.length === 2 ? 8 - head.length - tail.length : 0
  const groups = [...head, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...tail]
  if (groups.length !== 8) return undefined
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('')
}
