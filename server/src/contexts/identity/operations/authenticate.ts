import type { IdentityParts } from '../deps.ts'
import { invalidToken, scopedCredentials, unknownAccessKey } from '../errors.ts'
import type { Caller, Origin } from '../model/caller.ts'
import { openEnvelope } from '../model/token.ts'
import { demandAccountsOn, demandBinding, demandLive } from '../steps/demand-live.ts'
import { holderOfKey } from '../steps/holder-of-key.ts'

/**
 * The secret that a request must be signed with, and who is then the caller. What was vended for
 * storage is refused by all that does not serve storage.
 *
 * @throws identity.unknown-access-key, identity.invalid-token, identity.token-expired,
 * identity.account-isolated, identity.scoped-credentials, credentials.bound-elsewhere
 */
export async function authenticate(
  parts: IdentityParts,
  presented: { accessKeyId: string; sessionToken?: string },
  from: Origin,
  { storage = false }: { storage?: boolean } = {},
): Promise<{ secretAccessKey: string; caller: Caller }> {
  const { accessKeyId, sessionToken } = presented
  const snapshot = await parts.directory.current()
  if (sessionToken !== undefined) {
    const envelope = parts.unsealed.sessions(sessionToken, () =>
      openEnvelope(parts.sealKey, 'session', sessionToken),
    )
    const secretAccessKey = envelope?.secretAccessKey
    if (!envelope || !secretAccessKey || envelope.caller.accessKeyId !== accessKeyId)
      throw invalidToken({})
    demandLive(parts, snapshot, envelope)
    await demandBinding(parts, envelope.caller, from)
    const { scope, arn } = envelope.caller
    if (scope && !storage) throw scopedCredentials({ arn })
    return { secretAccessKey, caller: envelope.caller }
  }
  const key = holderOfKey(parts, snapshot, accessKeyId)
  if (!key) throw unknownAccessKey({ accessKeyId })
  demandAccountsOn(snapshot, [key.caller.accountId])
  if (key.caller.scope && !storage) throw scopedCredentials({ arn: key.caller.arn })
  return key
}
