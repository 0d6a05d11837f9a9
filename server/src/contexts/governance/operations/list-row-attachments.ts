import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Condition } from '../model/condition.ts'
import { resourceKey } from '../model/grant.ts'
import { nameOf } from '../model/grant-names.ts'
import { parseGrantee } from '../model/principal.ts'
import type { ResourceName } from '../model/resource-name.ts'
import type { RowAttachment } from '../model/row-policy.ts'
import { rowPolicyAccess } from '../model/row-policy-access.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { resolveKnown, seesResource } from '../model/visible.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

export interface ListedAttachment {
  catalogId: AccountId
  policy: string
  resource: ResourceName
  /** Absent: everybody. */
  principal?: string
  condition?: Condition
}

export interface AttachmentsQuery {
  policy?: string
  principal?: string
  on?: { catalogId: AccountId; resource: ResourceName }
}

/**
 * Of policies of the caller's account, to who may describe them and sees what they are on.
 *
 * @throws governance.not-found, governance.invalid-input
 * @see Lake Formation `ListRLSPolicyAttachments`
 */
export async function listRowAttachments(
  deps: Workings,
  caller: Caller,
  query: AttachmentsQuery,
): Promise<ListedAttachment[]> {
  const action = 'lakeformation:ListRLSPolicyAttachments'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId])
  const whose = query.principal === undefined ? undefined : parseGrantee(query.principal).name
  const at = deps.clock().getTime()
  const asker = { principal: principalOf(caller), at }
  const { on: asked } = query
  const on =
    asked && resolveKnown(snapshot, { ...asker, catalogId: asked.catalogId }, asked.resource)
  const policy = query.policy?.toLowerCase()
  return [...snapshot.world.rowAttachments.values()]
    .filter((row) => policy === undefined || row.policy === policy)
    .filter((row) => whose === undefined || row.principal === whose)
    .filter((row) => !on || resourceKey(row.resource) === resourceKey(on))
    .flatMap((row) => listed(snapshot, { caller, at }, row) ?? [])
}

function listed(
  snapshot: Snapshot,
  { caller, at }: { caller: Caller; at: number },
  row: RowAttachment,
): ListedAttachment | undefined {
  const { accountId: catalogId, policy, resource, principal, condition } = row
  const name = nameOf(snapshot, resource)
  if (catalogId !== caller.accountId || name === undefined) return undefined
  const asks = { principal: principalOf(caller), at }
  const on = { ...asks, ownerId: catalogId, use: 'permissions' as const, name: policy }
  const held = rowPolicyAccess(snapshot, on)
  if (!held.has('DESCRIBE') || !seesResource(snapshot, { ...asks, catalogId, resource }))
    return undefined
  return {
    ...{ catalogId, policy, resource: name },
    ...(principal === undefined ? {} : { principal }),
    ...(condition === undefined ? {} : { condition }),
  }
}
