import { type RawBuilder, sql as raw } from 'kysely'
import type { ExternalColumn } from '../model/external-table.ts'
import { ABSENT } from '../model/key-order.ts'
import {
  comparable,
  type PartitionFilter,
  type ResolvedKey,
  resolveKey,
} from '../model/partition-filter.ts'

type Condition = RawBuilder<boolean>

/** `filter` as a condition over `key_values` and `ordered`. @throws catalog.invalid-filter */
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
  const place = raw.lit(key.index + 1)
  const value = (text: string) => raw`${comparable(key, text)}::text`
  switch (filter.op) {
    case 'is-null':
      return raw`(key_values[${place}] = ${raw.lit(ABSENT)})`
    case 'like': {
      const pattern = filter.pattern.replaceAll('\\', '\\\\')
      return raw`(nullif(key_values[${place}], ${raw.lit(ABSENT)}) LIKE ${pattern})`
    }
    case 'between':
      return raw`(ordered[${place}] BETWEEN ${value(filter.low)} AND ${value(filter.high)})`
    case 'in':
      return raw`(ordered[${place}] IN (${raw.join(filter.values.map(value))}))`
    default:
      return raw`(ordered[${place}] ${raw.raw(filter.op)} ${value(filter.value)})`
  }
}

function joined(conditions: readonly Condition[], word: 'and' | 'or'): Condition {
  return raw`(${raw.join(conditions, word === 'and' ? raw` AND ` : raw` OR `)})`
}

/** What the first keys must be, in order: where it is known an index finds the partitions. */
export function leadingValues(
  keys: readonly ExternalColumn[],
  filter: PartitionFilter | undefined,
): string[] {
  const wanted = new Map<number, string>()
  for (const term of conjuncts(filter)) {
    if (term.op !== '=') continue
    const key = resolveKey(keys, term.key)
    wanted.set(key.index, comparable(key, term.value))
  }
  const values: string[] = []
  for (let at = wanted.get(0); at !== undefined; at = wanted.get(values.length)) values.push(at)
  return values
}

function conjuncts(filter: PartitionFilter | undefined): readonly PartitionFilter[] {
  if (filter === undefined) return []
  return filter.op === 'and' ? filter.terms.flatMap(conjuncts) : [filter]
}
