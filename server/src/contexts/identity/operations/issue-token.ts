import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { sealEnvelope } from '../model/token.ts'
import { auditOf } from '../mutation.ts'
import { lifeOf, principalIdOf } from './vend.ts'

/** A bearer token that stands for `caller`, no longer than the caller's own session. */
export async function issueToken(
  parts: IdentityParts,
  caller: Caller,
  seconds: number,
): Promise<string> {
  const { issuedAt, expiresAt } = lifeOf(parts, caller, seconds)
  const record = auditOf(caller, {
    action: 'identity.token-issued',
    resource: caller.principalArn,
    detail: { expiresAt },
  })
  await transaction(parts.sql, (tx) => putAudit(tx, [record]))
  const principalId = principalIdOf(caller)
  return sealEnvelope(parts.sealKey, 'bearer', { caller, principalId, issuedAt, expiresAt })
}
