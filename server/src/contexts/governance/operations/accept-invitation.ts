import assert from 'node:assert/strict'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invitationAccepted, noSuchInvitation } from '../errors.ts'
import { acceptedChanges, type Invitation, invitationsOf } from '../model/invitations.ts'
import { changeRules } from '../rule-change.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * Takes what `ownerId`, of another organization, shares with the caller's account: now and later.
 *
 * @throws governance.no-such-invitation, governance.invitation-accepted
 * @see AWS RAM `AcceptResourceShareInvitation`
 */
export async function acceptInvitation(
  deps: Workings,
  caller: Caller,
  { ownerId, recipientId }: { ownerId: AccountId; recipientId: AccountId },
): Promise<Invitation> {
  await rulesFor(deps, [caller.accountId, ownerId])
  let taken: Invitation | undefined
  await changeRules(deps, caller, {
    action: 'ram:AcceptResourceShareInvitation',
    record: 'governance.invitation-accepted',
    resource: ownerId,
    plan: (snapshot) => {
      const own = recipientId === caller.accountId
      const known = own ? invitationsOf(snapshot, recipientId, deps.clock()) : []
      const invitation = known.find((one) => one.ownerId === ownerId)
      if (invitation === undefined) throw noSuchInvitation({ ownerId })
      if (invitation.accepted) throw invitationAccepted({ ownerId })
      taken = { ...invitation, accepted: true }
      return acceptedChanges(invitation)
    },
  })
  assert(taken, 'what was planned was accepted')
  return taken
}
