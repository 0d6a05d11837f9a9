import { invalidFilter } from '../errors.ts'
import type { ExternalColumn } from './external-table.ts'
import { type KeyOrder, orderedText, orderOf } from './key-order.ts'

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
  const order = orderOf(key.type)
  if (!order) throw invalidFilter({ reason: `partition key type "${key.type}" is not supported` })
  return { index, order }
}

/** The text to compare with. @throws catalog.invalid-filter where it is none of the key's type */
export function comparable({ order }: ResolvedKey, value: string): string {
  const text = orderedText(order, value)
  if (text === null) throw invalidFilter({ reason: `"${value}" is no ${order} to compare with` })
  return text
}
