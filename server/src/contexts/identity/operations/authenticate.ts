import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import {
  accountIsolated,
  boundElsewhere,
  invalidToken,
  tokenExpired,
  unknownAccessKey,
} from '../errors.ts'
import { accountsBehind, type Caller, type Holder, type Origin } from '../model/caller.ts'
import type { Principal } from '../model/principal.ts'
import { unseal } from '../model/seal.ts'
import { type Envelope, openEnvelope } from '../model/token.ts'
import { auditOf } from '../mutation.ts'
import type { Snapshot } from '../store/snapshot.ts'

/**
 * The secret that a request must be signed with, and who is then the caller.
 *
 * @throws identity.unknown-access-key, identity.invalid-token, identity.token-expired,
 * identity.account-isolated, credentials.bound-elsewhere
 */
export async function authenticate(
  parts: IdentityParts,
  presented: { accessKeyId: string; sessionToken?: string },
  from: Origin,
): Promise<{ secretAccessKey: string; caller: Caller }> {
  const { accessKeyId, sessionToken } = presented
  const snapshot = await parts.directory.current()
  if (sessionToken !== undefined) {
    const envelope = openEnvelope(parts.sealKey, 'session', sessionToken)
    const secretAccessKey = envelope?.secretAccessKey
    if (!envelope || !secretAccessKey || envelope.caller.accessKeyId !== accessKeyId)
      throw invalidToken({})
    demandLive(parts, snapshot, envelope)
    await demandBinding(parts, envelope.caller, from)
    return { secretAccessKey, caller: envelope.caller }
  }
  const key = snapshot.keys.get(accessKeyId)
  const principal = key && snapshot.principalsById.get(key.principalId)
  if (!key?.active || !principal) throw unknownAccessKey({ accessKeyId })
  demandAccountsOn(snapshot, [principal.accountId])
  const secret = unseal(parts.sealKey, 'access-key', key.sealedSecret)
  if (!secret) throw unknownAccessKey({ accessKeyId })
  return { secretAccessKey: secret.toString(), caller: callerOfUser(principal, accessKeyId) }
}

export function callerOfUser(user: Principal, accessKeyId: string): Caller {
  return {
    accountId: user.accountId,
    principalArn: user.arn,
    arn: user.arn,
    userId: user.id,
    accessKeyId,
    sessionTags: {},
    sessionPolicies: [],
  }
}

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
  demandAccountsOn(await parts.directory.current(), accountsBehind(holder))
  await demandBinding(parts, holder, from)
}

/** A session ends with its time, its principal, its revocation, and its account. */
export function demandLive(parts: IdentityParts, snapshot: Snapshot, envelope: Envelope): void {
  const { expiresAt, issuedAt, principalId, caller } = envelope
  demandAccountsOn(snapshot, accountsBehind(caller))
  if (expiresAt <= parts.clock()) throw tokenExpired({ expiredAt: expiresAt.toISOString() })
  const principal = snapshot.principalsById.get(principalId)
  if (!principal || issuedAt < principal.sessionsValidFrom) throw invalidToken({})
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

function demandAccountsOn(snapshot: Snapshot, accountIds: readonly string[]): void {
  for (const accountId of accountIds) {
    const account = snapshot.accounts.get(accountId)
    if (!account) throw invalidToken({})
    if (account.isolatedAt) throw accountIsolated({ accountId })
  }
}
