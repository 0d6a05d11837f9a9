import type { Groups } from './groups.ts'
import type { GovernedTable } from './register.ts'
import type { Assignment } from './world.ts'

/** A value that holds on a resource, and where it was set. */
export interface EffectiveTag {
  value: string
  level: 'database' | 'table' | 'column'
  assignedBy: string
  assignedAt: Date
}

export type EffectiveTags = ReadonlyMap<string, EffectiveTag>

/** Columns of one table that carry the same tags. */
export interface TagGroup {
  tags: EffectiveTags
  columns: readonly number[]
}

type Assignments = Groups<Assignment>

/** Tags go down from database to table to column; a value set lower down wins. */
export function databaseTags(assignments: Assignments, databaseId: string): EffectiveTags {
  return overlaid(new Map(), assignments.get(databaseId), 'database')
}

export function tableTags(
  assignments: Assignments,
  table: Pick<GovernedTable, 'id' | 'databaseId'>,
): EffectiveTags {
  const inherited = databaseTags(assignments, table.databaseId)
  return overlaid(inherited, assignments.get(table.id), 'table')
}

export function columnTags(
  assignments: Assignments,
  table: Pick<GovernedTable, 'id' | 'databaseId'>,
  columnId: number,
): EffectiveTags {
  const own = assignments.get(`${table.id}|${columnId}`)
  return overlaid(tableTags(assignments, table), own, 'column')
}

/** Most columns carry no tag of their own: those are one group, the first. */
export function tagGroups(assignments: Assignments, table: GovernedTable): TagGroup[] {
  const inherited = tableTags(assignments, table)
  const plain: number[] = []
  const groups: TagGroup[] = [{ tags: inherited, columns: plain }]
  for (const id of [...table.columns.map((column) => column.id), ...(table.past ?? [])]) {
    const own = assignments.get(`${table.id}|${id}`)
    if (own === undefined) plain.push(id)
    else groups.push({ tags: overlaid(inherited, own, 'column'), columns: [id] })
  }
  return groups
}

function overlaid(
  inherited: EffectiveTags,
  own: ReadonlyMap<string, Assignment> | undefined,
  level: EffectiveTag['level'],
): EffectiveTags {
  if (own === undefined) return inherited
  const tags = new Map(inherited)
  for (const { key, value, assignedBy, assignedAt } of own.values())
    tags.set(key, { value, level, assignedBy, assignedAt })
  return tags
}
