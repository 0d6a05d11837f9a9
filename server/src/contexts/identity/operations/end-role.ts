import { announce } from '../../../foundation/events.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import type { Principal } from '../model/principal.ts'
import { auditOf, mutate } from '../mutation.ts'
import { dropPolicies } from '../store/policies.ts'
import { deletePrincipal } from '../store/principals.ts'

/** Tells later contexts to end what runs as it. */
export const ROLE_ENDED = 'identity.role-ended'

/**
 * The platform takes back a role that a later context had made and knows by its id: with its
 * policies, and so with its sessions. One that is gone is no harm, and another of its name is not
 * touched.
 */
export async function endRole(parts: IdentityParts, { id }: { id: string }): Promise<void> {
  const role = (await parts.directory.current()).principalsById.get(id)
  if (role?.kind !== 'role') return
  const { accountId, arn: resource } = role
  const record = {
    ...auditOf('platform', { action: 'identity.role-deleted', resource }),
    accountId,
  }
  await mutate(parts, record, async (tx) => {
    await dropPolicies(tx, id)
    await deletePrincipal(tx, id)
    await tellEnded(parts, tx, role)
  })
}

/** Of whatever was opened until now: a new role of the name has nothing to do with it. */
export async function tellEnded(
  { clock }: Pick<IdentityParts, 'clock'>,
  tx: SqlTransaction,
  { arn }: Pick<Principal, 'arn'>,
): Promise<void> {
  await announce(tx, ROLE_ENDED, { roleArn: arn, endedAt: clock().toISOString() })
}
