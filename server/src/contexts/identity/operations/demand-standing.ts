import type { IdentityParts } from '../deps.ts'
import { accountsBehind, type Holder, type Origin } from '../model/caller.ts'
import { demandAccountsOn, demandBinding, demandUnrevoked } from '../steps/demand-live.ts'

/**
 * For passwords that a later context made for `holder`: their account, those behind it and their
 * box must still be the ones.
 *
 * @throws identity.account-isolated, identity.invalid-token, credentials.bound-elsewhere
 */
export async function demandStanding(
  parts: IdentityParts,
  holder: Holder,
  from: Origin,
): Promise<void> {
  const snapshot = await parts.directory.current()
  demandAccountsOn(snapshot, accountsBehind(holder))
  demandUnrevoked(snapshot, holder)
  await demandBinding(parts, holder, from)
}
