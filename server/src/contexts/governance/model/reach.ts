import type { AccountId } from '../../identity/index.ts'
import type { Attributes } from './condition.ts'
import { IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import { grantsOf, type Reach, type Snapshot, settingsOf } from './snapshot.ts'
import { keyOf } from './world.ts'

/** Who a decision is about: the ARN that grants name, and its account. */
export interface Principal {
  arn: string
  accountId: AccountId
  /** Tags of its session, and those that it has in IAM. */
  attributes?: Attributes
}

/** Worked out once per snapshot. */
export function reachOf(snapshot: Snapshot, principal: Principal, ownerId: AccountId): Reach {
  const { reaches } = snapshot.memory
  const ofOwner = reaches.get(ownerId)
  const known = ofOwner?.get(principal.arn)
  if (known !== undefined) return known
  const reach = freshReach(snapshot, principal, ownerId)
  if (ofOwner === undefined || ofOwner.size >= KEPT_MAX)
    reaches.set(ownerId, new Map([[principal.arn, reach]]))
  else ofOwner.set(principal.arn, reach)
  return reach
}

const KEPT_MAX = 100_000

function freshReach(snapshot: Snapshot, principal: Principal, ownerId: AccountId): Reach {
  const { accountId } = principal
  const indexes = (store: AccountId, names: readonly string[]) =>
    names.flatMap((name) => grantsOf(snapshot, store, name) ?? [])
  const home = accountId === ownerId
  const direct = indexes(ownerId, ownNames(principal))
  const everyone = home ? grantsOf(snapshot, ownerId, IAM_ALLOWED_PRINCIPALS) : undefined
  const share = home ? [] : indexes(ownerId, accountNames(snapshot, accountId))
  const anyAdmin = administers(snapshot, principal, 'any')
  const [first, second] = [...direct, ...share, ...(everyone ? [everyone] : [])]
  return {
    ...{ home, direct, everyone, share, anyAdmin },
    local: home ? [] : indexes(accountId, ownNames(principal)),
    linked: home || linked(snapshot, ownerId, accountId),
    admin: administers(snapshot, principal, 'admin'),
    sieve: anyAdmin || second ? undefined : first?.sieve,
  }
}

/** The names under which grants reach one person or role. */
export function ownNames(principal: Principal): string[] {
  return [principal.arn, `${principal.accountId}:IAMPrincipals`]
}

/** The names under which grants reach a whole account. */
export function accountNames(snapshot: Snapshot, accountId: AccountId): string[] {
  const inside = snapshot.world.accounts.get(accountId)?.organization === true
  return inside ? [accountId, ORGANIZATION] : [accountId]
}

/** The names under which policies on rows hold for somebody: of one’s own, and as one of many. */
export function namesInRules(
  snapshot: Snapshot,
  principal: Principal,
  ownerId: AccountId,
): string[] {
  const own = ownNames(principal)
  if (principal.accountId === ownerId) return own
  return [...own, ...accountNames(snapshot, principal.accountId)]
}

/** The platform has one organization; grants to its ARN are kept under this one name. */
export const ORGANIZATION = 'organization'

/** Shares work at once inside the organization, else after the recipient accepted them (D-11). */
export function linked(snapshot: Snapshot, ownerId: AccountId, recipientId: AccountId): boolean {
  const { accounts, acceptances } = snapshot.world
  const together = accounts.get(ownerId)?.organization && accounts.get(recipientId)?.organization
  return together === true || acceptances.has(keyOf.acceptance({ ownerId, recipientId }))
}

/** Data lake admin of the principal's own account; `any` counts read-only admins too. */
export function administers(
  snapshot: Snapshot,
  principal: Principal,
  rank: 'admin' | 'any',
): boolean {
  const settings = settingsOf(snapshot, principal.accountId)
  if (settings.admins.includes(principal.arn)) return true
  return rank === 'any' && settings.readOnlyAdmins.includes(principal.arn)
}
