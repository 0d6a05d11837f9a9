import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { permits, tableAccess } from '../model/decide.ts'
import type { Governed } from '../model/governed.ts'
import type { Expression } from '../model/grant.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { matches } from '../model/tag-expression.ts'
import { seenPairs } from '../model/visible.ts'
import { type Asker, keptTags, type ResourceTags, tableTagsSeen } from '../steps/resource-tags.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

export interface TaggedTable {
  database: string
  table: string
  tags: ResourceTags
}

/**
 * Tables that a grant by these tags would give a column of which the caller may see, by name.
 *
 * @throws governance.not-found, governance.invalid-input
 * @see Lake Formation `SearchTablesByLFTags`
 */
export async function searchTablesByTags(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; expression: Expression },
): Promise<TaggedTable[]> {
  const action = 'lakeformation:SearchTablesByLFTags'
  await deps.identity.demand(caller, { action, resource: '*' })
  const { catalogId } = query
  const snapshot = await rulesFor(deps, [caller.accountId, catalogId])
  const asker = { principal: principalOf(caller), catalogId, at: deps.clock().getTime() }
  const expression = seenPairs(snapshot, asker, query.expression)
  const keep = keptTags(snapshot, asker)
  return [...snapshot.governed.values()]
    .filter((on) => on.ownerId === catalogId && seenMatch(snapshot, { asker, on, expression }))
    .flatMap(({ table }) => {
      const tags = tableTagsSeen(snapshot, { ...asker, tableId: table.id, keep })
      const database = snapshot.world.databases.get(table.databaseId)?.name
      return tags && database !== undefined ? [{ database, table: table.name, tags }] : []
    })
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
}

/** A column that the caller may not see must not show by being found. */
function seenMatch(
  snapshot: Snapshot,
  { asker, on, expression }: { asker: Asker; on: Governed; expression: Expression },
): boolean {
  const matching = on.groups.filter(({ tags }) => matches(expression, tags))
  if (matching.length === 0) return false
  const access = tableAccess(snapshot, { ...asker, tableId: on.table.id })
  if (access === undefined || !permits(access, 'DESCRIBE')) return false
  if (on.columns.size === 0) return true
  return matching.some(({ columns }) => columns.some((id) => access.described.has(id)))
}

const orderOf = ({ database, table }: TaggedTable) => `${database}\n${table}`
