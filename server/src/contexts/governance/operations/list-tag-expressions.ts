import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { expressionAccess } from '../model/expression-access.ts'
import type { SavedExpression } from '../model/world.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/** Those that the caller may see, by name. @see Lake Formation `ListLFTagExpressions` */
export async function listTagExpressions(
  deps: Workings,
  caller: Caller,
  { catalogId }: { catalogId: AccountId },
): Promise<SavedExpression[]> {
  const action = 'lakeformation:ListLFTagExpressions'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, catalogId])
  const asks = { principal: principalOf(caller), at: deps.clock().getTime() }
  const question = { ...asks, use: 'permissions' as const, ownerId: catalogId }
  return [...snapshot.world.expressions.values()]
    .filter(({ accountId }) => accountId === catalogId)
    .filter(({ name }) => expressionAccess(snapshot, { ...question, name }).size > 0)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}
