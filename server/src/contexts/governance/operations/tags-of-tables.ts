import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { permits } from '../model/decide.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { columnTags, type EffectiveTags, tableTags } from '../model/tag-inheritance.ts'
import type { VisibleTag } from '../steps/resource-tags.ts'
import { rulesFor } from '../steps/rules.ts'
import { tableAccess } from './table-access.ts'

export interface TagsOfTable {
  table: readonly VisibleTag[]
  /** By field id. */
  columns: ReadonlyMap<number, readonly VisibleTag[]>
}

/**
 * Tags of tables, by table id, for people who look at them: whoever may DESCRIBE a table, and a
 * column of it, sees what it is tagged with. Of other tables and columns nothing is answered.
 *
 * @see docs/decisions/0320-tags-show-with-what-they-are-on.md
 */
export async function tagsOfTables(
  deps: Workings,
  caller: Caller,
  { tableIds }: { tableIds: readonly string[] },
): Promise<ReadonlyMap<string, TagsOfTable>> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const found = new Map<string, TagsOfTable>()
  for (const tableId of tableIds) {
    const access = await tableAccess(deps, caller, tableId)
    const narrow = access.restricted && permits(access, 'SELECT')
    const columns = narrow ? access.columns : access.described
    const tags = permits(access, 'DESCRIBE') && tagsOf(snapshot, { tableId, columns })
    if (tags) found.set(tableId, tags)
  }
  return found
}

function tagsOf(
  { world, assignments }: Snapshot,
  { tableId, columns }: { tableId: string; columns: ReadonlySet<number> },
): TagsOfTable | undefined {
  const table = world.tables.get(tableId)
  if (!table) return undefined
  const seen = table.columns.filter(({ id }) => columns.has(id))
  return {
    table: listed(tableTags(assignments, table)),
    columns: new Map(seen.map(({ id }) => [id, listed(columnTags(assignments, table, id))])),
  }
}

function listed(tags: EffectiveTags): VisibleTag[] {
  return [...tags].map(([key, { value, level }]) => ({ key, value, level }))
}
