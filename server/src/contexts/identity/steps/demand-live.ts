import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import { accountIsolated, boundElsewhere, invalidToken, tokenExpired } from '../errors.ts'
import { accountsBehind, type Holder, type Origin } from '../model/caller.ts'
import type { Envelope } from '../model/token.ts'
import { auditOf } from '../mutation.ts'
import type { Snapshot } from '../store/snapshot.ts'

/** A session ends with its time, its principal, its revocation, and its account. */
export function demandLive(parts: IdentityParts, snapshot: Snapshot, envelope: Envelope): void {
  const { expiresAt, issuedAt, principalId, caller } = envelope
  demandAccountsOn(snapshot, accountsBehind(caller))
  if (expiresAt <= parts.clock()) throw tokenExpired({ expiredAt: expiresAt.toISOString() })
  if (!snapshot.principalsById.has(principalId)) throw invalidToken({})
  demandUnrevoked(snapshot, { ...caller, issuedAt })
}

/** A revocation ends what was issued before it, and so does the isolation of any account behind. */
export function demandUnrevoked(snapshot: Snapshot, holder: Holder): void {
  const { issuedAt, principalArn } = holder
  const bounds = [
    snapshot.principalsByArn.get(principalArn)?.sessionsValidFrom,
    ...accountsBehind(holder).map((id) => snapshot.accounts.get(id)?.sessionsValidFrom),
  ]
  const over = bounds.some((from) => from && issuedAt && issuedAt < from)
  if (over) throw invalidToken({})
}

/**
 * A driver's credentials and tokens are good from its own box alone, whoever copied them out.
 *
 * @throws credentials.bound-elsewhere
 */
export async function demandBinding(
  parts: IdentityParts,
  holder: Holder,
  { box }: Origin,
): Promise<void> {
  const { boundTo, arn } = holder
  if (boundTo === undefined || boundTo === box) return
  const record = auditOf(holder, {
    action: 'identity.access-denied',
    resource: arn,
    detail: { reason: 'bound to a box', boundTo, ...(box ? { from: box } : {}) },
  })
  await transaction(parts.sql, (tx) => putAudit(tx, [{ ...record, decision: 'denied' }]))
  throw boundElsewhere({ arn })
}

export function demandAccountsOn(snapshot: Snapshot, accountIds: readonly string[]): void {
  for (const accountId of accountIds) {
    const account = snapshot.accounts.get(accountId)
    if (!account) throw invalidToken({})
    if (account.isolatedAt) throw accountIsolated({ accountId })
  }
}
