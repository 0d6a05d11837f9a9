import type { IdentityParts } from '../deps.ts'
import { accountIsolated, invalidToken, tokenExpired, unknownAccessKey } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import type { Principal } from '../model/principal.ts'
import { unseal } from '../model/seal.ts'
import { type Envelope, openEnvelope } from '../model/token.ts'
import type { Snapshot } from '../store/snapshot.ts'

/**
 * The secret that a request must be signed with, and who is then the caller.
 *
 * @throws identity.unknown-access-key, identity.invalid-token, identity.token-expired,
 * identity.account-isolated
 */
export async function authenticate(
  parts: IdentityParts,
  presented: { accessKeyId: string; sessionToken?: string },
): Promise<{ secretAccessKey: string; caller: Caller }> {
  const { accessKeyId, sessionToken } = presented
  const snapshot = await parts.directory.current()
  if (sessionToken !== undefined) {
    const envelope = openEnvelope(parts.sealKey, 'session', sessionToken)
    const secretAccessKey = envelope?.secretAccessKey
    if (!envelope || !secretAccessKey || envelope.caller.accessKeyId !== accessKeyId)
      throw invalidToken({})
    demandLive(parts, snapshot, envelope)
    return { secretAccessKey, caller: envelope.caller }
  }
  const key = snapshot.keys.get(accessKeyId)
  const principal = key && snapshot.principalsById.get(key.principalId)
  if (!key?.active || !principal) throw unknownAccessKey({ accessKeyId })
  demandAccountOn(snapshot, principal.accountId)
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

/** A session ends with its time, its principal, its revocation, and its account. */
export function demandLive(parts: IdentityParts, snapshot: Snapshot, envelope: Envelope): void {
  const { expiresAt, issuedAt, principalId, caller } = envelope
  demandAccountOn(snapshot, caller.accountId)
  if (expiresAt <= parts.clock()) throw tokenExpired({ expiredAt: expiresAt.toISOString() })
  const principal = snapshot.principalsById.get(principalId)
  if (!principal || issuedAt < principal.sessionsValidFrom) throw invalidToken({})
}

function demandAccountOn(snapshot: Snapshot, accountId: string): void {
  const account = snapshot.accounts.get(accountId)
  if (!account) throw invalidToken({})
  if (account.isolatedAt) throw accountIsolated({ accountId })
}
