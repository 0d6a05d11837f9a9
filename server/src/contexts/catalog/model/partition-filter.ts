import { invalidFilter } from '../errors.ts'
import type { ExternalColumn } from './external-table.ts'

/** Which partitions are wanted, by the names of their keys and by texts. */
export type PartitionFilter =
  | { op: 'and' | 'or'; terms: readonly PartitionFilter[] }
  | { op: 'not'; term: PartitionFilter }
  | { op: Comparison; key: string; value: string }
  | { op: 'between'; key: string; low: string; high: string }
  | { op: 'in'; key: string; values: readonly string[] }
  /** `%` is any text, `_` any letter. */
  | { op: 'like'; key: string; pattern: string }
  | { op: 'is-null'; key: string }

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='

/** How the values of a key are ordered. */
export type KeyOrder = 'text' | 'number' | 'instant'

const ORDERS: readonly [RegExp, KeyOrder][] = [
  [/^(string|varchar|char)(\(\d+\))?$/, 'text'],
  [/^(tinyint|smallint|int|integer|bigint|long|decimal)(\(\d+(,\s*\d+)?\))?$/, 'number'],
  [/^(date|timestamp)$/, 'instant'],
]

export interface ResolvedKey {
  /** Among the values of a partition. */
  index: number
  order: KeyOrder
}

/** @throws catalog.invalid-filter for unknown keys, and types that have no order here */
export function resolveKey(keys: readonly ExternalColumn[], name: string): ResolvedKey {
  const index = keys.findIndex((key) => key.name === name.toLowerCase())
  const key = keys[index]
  if (!key) throw invalidFilter({ reason: `"${name}" is no partition key` })
  const type = key.type.trim().toLowerCase()
  const order = ORDERS.find(([names]) => names.test(type))?.[1]
  if (!order) throw invalidFilter({ reason: `partition key type "${key.type}" is not supported` })
  return { index, order }
}

const NUMBER = /^[+-]?(\d{1,100}(\.\d{0,100})?|\.\d{1,100})$/
const INSTANT = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/

/** @throws catalog.invalid-filter where `value` is none of the key's type */
export function checkValue(order: KeyOrder, value: string): string {
  const fits = { text: /^/, number: NUMBER, instant: INSTANT }[order]
  if (!fits.test(value))
    throw invalidFilter({ reason: `"${value}" is no ${order} to compare with` })
  return value
}
