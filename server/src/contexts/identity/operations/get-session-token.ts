import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf, refuse } from '../mutation.ts'
import type { RoleSession } from './assume-role.ts'
import { sealSession } from './vend.ts'

const SECONDS_MIN = 900 // STS API: GetSessionToken, DurationSeconds.
const SECONDS_MAX = 129_600
const SECONDS_DEFAULT = 43_200

/**
 * Temporary credentials with a user's own rights; not for who has temporary ones already.
 *
 * @throws identity.access-denied, identity.invalid-input
 * @see STS `GetSessionToken`
 */
export async function getSessionToken(
  parts: IdentityParts,
  caller: Caller,
  seconds: number = SECONDS_DEFAULT,
): Promise<RoleSession> {
  if (caller.expiresAt !== undefined)
    return refuse(parts, caller, { action: 'sts:GetSessionToken', resource: '*' })
  if (!Number.isInteger(seconds) || seconds < SECONDS_MIN || seconds > SECONDS_MAX)
    throw invalidInput({
      reason: `DurationSeconds is not between ${SECONDS_MIN} and ${SECONDS_MAX}`,
    })
  const session = sealSession(parts, caller, seconds)
  const record = auditOf(caller, {
    action: 'identity.session-issued',
    resource: caller.arn,
    detail: { accessKeyId: session.credentials.accessKeyId },
  })
  await transaction(parts.sql, (tx) => putAudit(tx, [record]))
  return session
}
