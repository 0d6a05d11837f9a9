import type { AccountId } from '../../identity/index.ts'
import { tableAccess } from '../model/decide.ts'
import type { Principal } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { tagAccess } from '../model/tag-access.ts'
import {
  columnTags,
  databaseTags,
  type EffectiveTags,
  tableTags,
} from '../model/tag-inheritance.ts'

export interface ResourceTags {
  database: readonly VisibleTag[]
  table: readonly VisibleTag[]
  columns: readonly { name: string; tags: readonly VisibleTag[] }[]
}

export interface VisibleTag {
  key: string
  value: string
  /** Where the value was set. */
  level: 'database' | 'table' | 'column'
}

export interface Asker {
  principal: Principal
  catalogId: AccountId
  at: number
}

/** What of a level’s tags is answered. */
export type Keep = (tags: EffectiveTags, level: VisibleTag['level']) => VisibleTag[]

/** Those tags that the asker may DESCRIBE; with `assignedOnly` none that is inherited. */
export function keptTags(snapshot: Snapshot, of: Asker & { assignedOnly?: boolean }): Keep {
  const { principal, at, catalogId: ownerId } = of
  const question = { principal, at, ownerId, use: 'permissions' as const }
  return (tags, level) =>
    [...tags]
      .filter(([, tag]) => !of.assignedOnly || tag.level === level)
      .filter(([key, { value }]) => tagAccess(snapshot, { ...question, key, value }).size > 0)
      .map(([key, tag]) => ({ key, value: tag.value, level: tag.level }))
}

/** Of a table and of those columns of it that the asker may see, or of `only` some of these. */
export function tableTagsSeen(
  snapshot: Snapshot,
  of: Asker & { tableId: string; keep: Keep; only?: readonly number[] },
): ResourceTags | undefined {
  const { tableId, keep, only } = of
  const table = snapshot.world.tables.get(tableId)
  const described = tableAccess(snapshot, of)?.described
  if (table === undefined || described === undefined) return undefined
  const { assignments } = snapshot
  const columns = table.columns.filter(
    ({ id }) => described.has(id) && (only?.includes(id) ?? true),
  )
  return {
    database: keep(databaseTags(assignments, table.databaseId), 'database'),
    table: keep(tableTags(assignments, table), 'table'),
    columns: columns
      .map(({ id, name }) => ({ name, tags: keep(columnTags(assignments, table, id), 'column') }))
      .filter(({ tags }) => tags.length > 0),
  }
}
