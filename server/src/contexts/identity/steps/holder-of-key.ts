import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { unseal } from '../model/seal.ts'
import type { Snapshot } from '../store/snapshot.ts'
import { callerOfUser } from './caller-of-user.ts'

/** Whose an access key is, active and not ended, whether or not their account is switched off. */
export function holderOfKey(
  parts: IdentityParts,
  snapshot: Snapshot,
  accessKeyId: string,
): { secretAccessKey: string; caller: Caller } | undefined {
  const key = snapshot.keys.get(accessKeyId)
  const principal = key && snapshot.principalsById.get(key.principalId)
  if (!key?.active || !principal) return undefined
  const { sealedSecret, scope, endsAt } = key
  if (endsAt && endsAt <= parts.clock()) return undefined
  const secretAccessKey = parts.unsealed.secrets(sealedSecret.toString('base64'), () =>
    unseal(parts.sealKey, 'access-key', sealedSecret)?.toString(),
  )
  if (secretAccessKey === undefined) return undefined
  const caller = callerOfUser(principal, { accessKeyId, issuedAt: parts.clock() })
  return { secretAccessKey, caller: scope ? { ...caller, scope } : caller }
}
