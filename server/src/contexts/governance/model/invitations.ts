import type { AccountId } from '../../identity/index.ts'
import { active } from './grant.ts'
import type { Snapshot } from './snapshot.ts'
import { type Change, keyOf } from './world.ts'

/** What an account of another organization is asked: to take what `ownerId` shares with it. */
export interface Invitation {
  ownerId: AccountId
  recipientId: AccountId
  accepted: boolean
  invitedAt: Date
}

/** One for each owner who shares anything with the account or its people, by owner. */
export function invitationsOf(snapshot: Snapshot, recipientId: AccountId, at: Date): Invitation[] {
  const { accounts, acceptances, grants } = snapshot.world
  const inside = (id: AccountId) => accounts.get(id)?.organization === true
  const first = new Map<AccountId, Date>()
  for (const grant of grants.values()) {
    const { accountId: ownerId, catalogId, principal, grantedAt } = grant
    const shared = ownerId === catalogId && ownerId !== recipientId && active(grant, at.getTime())
    if (!shared || !isFor(principal, recipientId)) continue
    if (inside(ownerId) && inside(recipientId)) continue
    const known = first.get(ownerId)
    if (known === undefined || grantedAt < known) first.set(ownerId, grantedAt)
  }
  return [...first]
    .map(([ownerId, invitedAt]) => {
      const accepted = acceptances.has(keyOf.acceptance({ ownerId, recipientId }))
      return { ownerId, recipientId, accepted, invitedAt }
    })
    .sort((one, other) => (one.ownerId < other.ownerId ? -1 : 1))
}

function isFor(principal: string, accountId: AccountId): boolean {
  if (principal === accountId || principal === `${accountId}:IAMPrincipals`) return true
  return principal.startsWith(`arn:aws:iam::${accountId}:`)
}

/** From now on all that the owner shares with the account has effect. */
export function acceptedChanges({ ownerId, recipientId }: Invitation): Change[] {
  const row = { ownerId, recipientId }
  return [{ of: 'acceptances', key: keyOf.acceptance(row), row }]
}
