import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Expression } from '../model/grant.ts'
import { matches } from '../model/tag-expression.ts'
import { databaseTags } from '../model/tag-inheritance.ts'
import { seenPairs, seesResource } from '../model/visible.ts'
import { keptTags, type VisibleTag } from '../steps/resource-tags.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

export interface TaggedDatabase {
  database: string
  tags: readonly VisibleTag[]
}

/**
 * Databases that a grant by these tags would be on, as far as the caller may see them, by name.
 *
 * @throws governance.not-found, governance.invalid-input
 * @see Lake Formation `SearchDatabasesByLFTags`
 */
export async function searchDatabasesByTags(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; expression: Expression },
): Promise<TaggedDatabase[]> {
  const action = 'lakeformation:SearchDatabasesByLFTags'
  await deps.identity.demand(caller, { action, resource: '*' })
  const { catalogId } = query
  const snapshot = await rulesFor(deps, [caller.accountId, catalogId])
  const asker = { principal: principalOf(caller), catalogId, at: deps.clock().getTime() }
  const expression = seenPairs(snapshot, asker, query.expression)
  const keep = keptTags(snapshot, asker)
  return [...snapshot.world.databases.values()]
    .filter(({ accountId }) => accountId === catalogId)
    .map(({ id, name }) => ({ id, name, tags: databaseTags(snapshot.assignments, id) }))
    .filter(({ tags }) => matches(expression, tags))
    .filter(({ id }) =>
      seesResource(snapshot, { ...asker, resource: { kind: 'database', databaseId: id } }),
    )
    .map(({ name, tags }) => ({ database: name, tags: keep(tags, 'database') }))
    .sort((one, other) => (one.database < other.database ? -1 : 1))
}
