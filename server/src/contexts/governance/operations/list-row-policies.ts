import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { RowPolicy } from '../model/row-policy.ts'
import { rowPolicyAccess } from '../model/row-policy-access.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/** Those of the caller's account that the caller may describe. @see `ListRLSPolicies` */
export async function listRowPolicies(deps: Workings, caller: Caller): Promise<RowPolicy[]> {
  const action = 'lakeformation:ListRLSPolicies'
  await deps.identity.demand(caller, { action, resource: '*' })
  const { accountId: ownerId } = caller
  const snapshot = await rulesFor(deps, [ownerId])
  const principal = principalOf(caller)
  const question = { principal, at: deps.clock().getTime(), ownerId, use: 'permissions' as const }
  return [...snapshot.world.rowPolicies.values()]
    .filter(({ accountId }) => accountId === ownerId)
    .filter(({ name }) => rowPolicyAccess(snapshot, { ...question, name }).has('DESCRIBE'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}
