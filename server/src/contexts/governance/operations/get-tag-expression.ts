import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { demandExpression, type ExpressionName } from '../model/expression-changes.ts'
import type { SavedExpression } from '../model/world.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/** @throws governance.not-found, also without DESCRIBE @see Lake Formation `GetLFTagExpression` */
export async function getTagExpression(
  deps: Workings,
  caller: Caller,
  query: ExpressionName,
): Promise<SavedExpression> {
  await deps.identity.demand(caller, { action: 'lakeformation:GetLFTagExpression', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, query.catalogId])
  const asks = { principal: principalOf(caller), now: deps.clock() }
  return demandExpression(snapshot, asks, { ...query, permission: 'DESCRIBE' })
}
