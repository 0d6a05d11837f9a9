import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput, notFound } from '../errors.ts'
import { type ResourceName, resolve, textOf } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { tagAccess } from '../model/tag-access.ts'
import {
  columnTags,
  databaseTags,
  type EffectiveTags,
  tableTags,
} from '../model/tag-inheritance.ts'
import { seesResource } from '../model/visible.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

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

/**
 * Tags on a resource that the caller may see; with `assignedOnly` without what is inherited.
 *
 * @see Lake Formation `GetResourceLFTags`
 */
export async function getResourceTags(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; resource: ResourceName; assignedOnly?: boolean },
): Promise<ResourceTags> {
  const action = 'lakeformation:GetResourceLFTags'
  await deps.identity.demand(caller, { action, resource: '*' })
  const { catalogId } = query
  const snapshot = await rulesFor(deps, [caller.accountId, catalogId])
  const resource = resolve(snapshot, catalogId, query.resource)
  const principal = principalOf(caller)
  const at = deps.clock().getTime()
  if (!seesResource(snapshot, { principal, catalogId, resource, at }))
    throw notFound({ resource: textOf(query.resource) })
  const visible = visibleTags(snapshot, { principal, at, catalogId })
  const keep = (tags: EffectiveTags, level: VisibleTag['level']) =>
    visible(tags).filter((tag) => !query.assignedOnly || tag.level === level)
  if (resource.kind === 'database') {
    const tags = databaseTags(snapshot.assignments, resource.databaseId)
    return { database: keep(tags, 'database'), table: [], columns: [] }
  }
  if (!('tableId' in resource)) throw invalidInput({ reason: 'Not a resource that carries tags' })
  return tableTagsOf(snapshot, { tableId: resource.tableId, resource, keep })
}

function tableTagsOf(
  snapshot: Snapshot,
  on: {
    tableId: string
    resource: ReturnType<typeof resolve>
    keep: (tags: EffectiveTags, level: VisibleTag['level']) => VisibleTag[]
  },
): ResourceTags {
  const table = snapshot.world.tables.get(on.tableId)
  if (table === undefined) throw notFound({ resource: 'table' })
  const { assignments } = snapshot
  const { resource } = on
  const asked = resource.kind === 'columns' && 'include' in resource ? resource.include : undefined
  const columns = table.columns.filter(({ id }) => asked?.includes(id) ?? true)
  return {
    database: on.keep(databaseTags(assignments, table.databaseId), 'database'),
    table: on.keep(tableTags(assignments, table), 'table'),
    columns: columns
      .map(({ id, name }) => ({
        name,
        tags: on.keep(columnTags(assignments, table, id), 'column'),
      }))
      .filter(({ tags }) => tags.length > 0),
  }
}

/** Caller sees only tags that it may DESCRIBE. */
function visibleTags(
  snapshot: Snapshot,
  of: { principal: ReturnType<typeof principalOf>; at: number; catalogId: AccountId },
) {
  const question = { ...of, use: 'permissions' as const, ownerId: of.catalogId }
  return (tags: EffectiveTags): VisibleTag[] =>
    [...tags]
      .filter(([key, { value }]) => tagAccess(snapshot, { ...question, key, value }).size > 0)
      .map(([key, { value, level }]) => ({ key, value, level }))
}
