import type { IdentityParts } from '../deps.ts'
import { invalidToken, scopedCredentials } from '../errors.ts'
import type { Caller, Origin } from '../model/caller.ts'
import { openEnvelope } from '../model/token.ts'
import { demandBinding, demandLive } from '../steps/demand-live.ts'

/**
 * Whom a bearer token stands for.
 *
 * @throws identity.invalid-token, identity.token-expired, identity.account-isolated,
 * identity.scoped-credentials, credentials.bound-elsewhere
 */
export async function verifyToken(
  parts: IdentityParts,
  token: string,
  from: Origin,
): Promise<Caller> {
  const envelope = parts.unsealed.bearers(token, () => openEnvelope(parts.sealKey, 'bearer', token))
  if (!envelope) throw invalidToken({})
  demandLive(parts, await parts.directory.current(), envelope)
  await demandBinding(parts, envelope.caller, from)
  const { scope, arn } = envelope.caller
  if (scope) throw scopedCredentials({ arn })
  return envelope.caller
}
