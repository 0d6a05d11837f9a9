import type { IdentityParts } from '../deps.ts'
import { invalidToken, unknownAccessKey } from '../errors.ts'
import type { Caller, Origin } from '../model/caller.ts'
import { unseal } from '../model/seal.ts'
import { openEnvelope } from '../model/token.ts'
import { callerOfUser } from '../steps/caller-of-user.ts'
import { demandAccountsOn, demandBinding, demandLive } from '../steps/demand-live.ts'

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
