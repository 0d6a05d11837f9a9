import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type Invitation, invitationsOf } from '../model/invitations.ts'
import { rulesFor } from '../steps/rules.ts'

/** Of the caller's account. @see AWS RAM `GetResourceShareInvitations` */
export async function listInvitations(deps: Workings, caller: Caller): Promise<Invitation[]> {
  await deps.identity.demand(caller, { action: 'ram:GetResourceShareInvitations', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId])
  return invitationsOf(snapshot, caller.accountId, deps.clock())
}
