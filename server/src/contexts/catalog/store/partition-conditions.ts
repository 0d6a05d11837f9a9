import { type RawBuilder, sql as raw } from 'kysely'
import type { ExternalColumn } from '../model/external-table.ts'
import {
  checkValue,
  type PartitionFilter,
  type ResolvedKey,
  resolveKey,
} from '../model/partition-filter.ts'

type Condition = RawBuilder<boolean>

/** What Hive calls a value that is absent. */
const ABSENT = '__HIVE_DEFAULT_PARTITION__'

/** `filter` as a condition over `key_values`. @throws catalog.invalid-filter */
export function conditionOf(keys: readonly ExternalColumn[], filter: PartitionFilter): Condition {
  switch (filter.op) {
    case 'and':
    case 'or':
      return joined(
        filter.terms.map((term) => conditionOf(keys, term)),
        filter.op,
      )
    case 'not':
      return raw`(NOT ${conditionOf(keys, filter.term)})`
    default: {
      const key = resolveKey(keys, filter.key)
      return onKey(filter, key)
    }
  }
}

type OnKey = Extract<PartitionFilter, { key: string }>

function onKey(filter: OnKey, key: ResolvedKey): Condition {
  const value = (text: string) => literalOf(key, text)
  switch (filter.op) {
    case 'is-null':
      return raw`(${textOf(key)} IS NULL)`
    case 'like':
      return raw`(${textOf(key)} LIKE ${filter.pattern.replaceAll('\\', '\\\\')})`
    case 'between':
      return raw`(${keyOf(key)} BETWEEN ${value(filter.low)} AND ${value(filter.high)})`
    case 'in':
      return raw`(${keyOf(key)} IN (${raw.join(filter.values.map(value))}))`
    default:
      return raw`(${keyOf(key)} ${raw.raw(filter.op)} ${value(filter.value)})`
  }
}

function textOf({ index }: ResolvedKey) {
  return raw`nullif(key_values[${raw.lit(index + 1)}], ${raw.lit(ABSENT)})`
}

function keyOf(key: ResolvedKey) {
  if (key.order === 'number') return raw`catalog.number_of(${textOf(key)})`
  return key.order === 'instant' ? raw`catalog.instant_of(${textOf(key)})` : textOf(key)
}

function literalOf({ order }: ResolvedKey, text: string) {
  const value = checkValue(order, text)
  if (order === 'number') return raw`${value}::numeric`
  return order === 'instant' ? raw`catalog.instant_of(${value}::text)` : raw`${value}::text`
}

function joined(conditions: readonly Condition[], word: 'and' | 'or'): Condition {
  return raw`(${raw.join(conditions, word === 'and' ? raw` AND ` : raw` OR `)})`
}

/** The texts that the first keys must have: where they are known an index finds the partitions. */
export function leadingValues(
  keys: readonly ExternalColumn[],
  filter: PartitionFilter | undefined,
): string[] {
  const wanted = new Map<number, string>()
  for (const term of conjuncts(filter)) {
    if (term.op !== '=') continue
    const { index, order } = resolveKey(keys, term.key)
    if (order === 'text') wanted.set(index, term.value)
  }
  const values: string[] = []
  for (let at = wanted.get(0); at !== undefined; at = wanted.get(values.length)) values.push(at)
  return values
}

function conjuncts(filter: PartitionFilter | undefined): readonly PartitionFilter[] {
  if (filter === undefined) return []
  return filter.op === 'and' ? filter.terms.flatMap(conjuncts) : [filter]
}
