import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput, notFound } from '../errors.ts'
import { type ResourceName, textOf } from '../model/resource-name.ts'
import { databaseTags } from '../model/tag-inheritance.ts'
import { resolveKnown } from '../model/visible.ts'
import { keptTags, type ResourceTags, tableTagsSeen } from '../steps/resource-tags.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

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
  const asker = { principal: principalOf(caller), catalogId, at: deps.clock().getTime() }
  const resource = resolveKnown(snapshot, asker, query.resource)
  const keep = keptTags(snapshot, { ...asker, ...query })
  if (resource.kind === 'database') {
    const tags = databaseTags(snapshot.assignments, resource.databaseId)
    return { database: keep(tags, 'database'), table: [], columns: [] }
  }
  if (!('tableId' in resource)) throw invalidInput({ reason: 'Not a resource that carries tags' })
  const { tableId } = resource
  const only = resource.kind === 'columns' && 'include' in resource ? resource.include : undefined
  const tags = tableTagsSeen(snapshot, { ...asker, tableId, keep, ...(only ? { only } : {}) })
  if (tags === undefined) throw notFound({ resource: textOf(query.resource) })
  return tags
}
