import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf } from '../mutation.ts'
import { demandLive } from '../steps/demand-live.ts'
import type { RoleSession } from './assume-role.ts'
import { principalIdOf, sealSession } from './vend.ts'

export interface ActForCaller {
  /** Whoever asked for the work that goes on without them. */
  caller: Caller
  /** When they asked: what ends their sessions after that ends this too. */
  since: Date
  /** The box that does the work. */
  boundTo: string
  seconds: number
}

/** Work that was asked for with temporary credentials goes on for at most so long. */
const OUTLIVES_SECONDS = 12 * 3600 // As long as a role's session may be at most.

/**
 * Temporary credentials for work that somebody started and that runs while they are away: with
 * their rights, good from one box alone. They can be had again until the caller's principal,
 * account or sessions end.
 *
 * @throws identity.invalid-token, identity.token-expired, identity.account-isolated
 */
export async function actForCaller(
  parts: IdentityParts,
  { caller, since, boundTo, seconds }: ActForCaller,
): Promise<RoleSession> {
  const { expiresAt: temporary, ...lasting } = caller
  const endsAt = new Date((temporary ? since : parts.clock()).getTime() + OUTLIVES_SECONDS * 1000)
  const { issuedAt = since } = caller
  const worker: Caller = { ...lasting, boundTo, issuedAt, expiresAt: endsAt }
  const principalId = principalIdOf(caller)
  const snapshot = await parts.directory.current()
  demandLive(parts, snapshot, { caller: worker, principalId, issuedAt, expiresAt: endsAt })
  const session = sealSession(parts, worker, seconds)
  const record = auditOf(worker, {
    action: 'identity.session-issued',
    resource: caller.arn,
    detail: { accessKeyId: session.credentials.accessKeyId, boundTo },
  })
  await transaction(parts.sql, (tx) => putAudit(tx, [record]))
  return session
}
