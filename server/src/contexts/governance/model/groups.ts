import { LayeredMap } from './layered-map.ts'

/** Rows by their key, in groups; none is empty. */
export type Groups<Row> = ReadonlyMap<string, ReadonlyMap<string, Row>>

/** What was there under a key, and what is there now. */
export interface Turn<Row> {
  key: string
  old: Row | undefined
  row: Row | undefined
}

/**
 * The groups after `turns`, of which each key has one; a row is in all of `groupsOf`, and was in
 * those of `groupsOfOld` where groups depend on more than the row.
 */
export function regrouped<Row>(
  groups: Groups<Row>,
  turns: readonly Turn<Row>[],
  groupsOf: (row: Row) => readonly string[],
  groupsOfOld = groupsOf,
): Groups<Row> {
  const changes = new Map<string, [string, Row | undefined][]>()
  const put = (group: string, key: string, row: Row | undefined) => {
    const known = changes.get(group)
    if (known === undefined) changes.set(group, [[key, row]])
    else known.push([key, row])
  }
  for (const { key, old, row } of turns) {
    const from = old ? groupsOfOld(old) : []
    const to = row ? groupsOf(row) : []
    for (const group of from) if (!to.includes(group)) put(group, key, undefined)
    for (const group of to) put(group, key, row)
  }
  if (changes.size === 0) return groups
  return LayeredMap.over(groups).with(
    [...changes].map(([group, rows]) => {
      const members = LayeredMap.over(groups.get(group) ?? new Map<string, Row>()).with(rows)
      return [group, members.size === 0 ? undefined : members]
    }),
  )
}

/** Keys by name after `turns`; a name that another row has taken meanwhile stays its own. */
export function renamed<Row>(
  names: ReadonlyMap<string, string>,
  turns: readonly Turn<Row>[],
  nameOf: (row: Row) => string,
): ReadonlyMap<string, string> {
  const changes = new Map<string, string | undefined>()
  for (const { key, old } of turns)
    if (old && names.get(nameOf(old)) === key) changes.set(nameOf(old), undefined)
  for (const { key, row } of turns) if (row) changes.set(nameOf(row), key)
  return changes.size === 0 ? names : LayeredMap.over(names).with(changes)
}
