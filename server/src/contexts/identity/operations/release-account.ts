import type { IdentityParts } from '../deps.ts'
import { type Actor, auditOf, mutate } from '../mutation.ts'
import { demandAccount } from '../steps/demand-account.ts'
import { setReleased } from '../store/accounts.ts'

/**
 * Switches an account on again: its keys open anew, sessions and tokens from before stay over.
 *
 * @throws identity.access-denied, identity.no-such-account
 */
export async function releaseAccount(
  parts: IdentityParts,
  actor: Actor,
  { accountId: named }: { accountId: string },
): Promise<void> {
  const action = 'millrace:ReleaseAccount'
  const { account, resource } = await demandAccount(parts, actor, { action, named })
  const { id: accountId } = account
  const record = auditOf(actor, { accountId, action: 'identity.account-released', resource })
  await mutate(parts, record, (tx) => setReleased(tx, accountId, parts.clock()))
}
