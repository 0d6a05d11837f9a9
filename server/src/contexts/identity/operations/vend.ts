import { randomText } from '../../../foundation/ids.ts'
import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import type { Caller, Credentials, VendedScope } from '../model/caller.ts'
import { sealEnvelope } from '../model/token.ts'
import { auditOf } from '../mutation.ts'

/** Sealed credentials that open `scope` and nothing else; they end with the caller's own. */
export async function vend(
  parts: IdentityParts,
  caller: Caller,
  scope: VendedScope,
  seconds: number,
): Promise<Credentials> {
  const { credentials } = sealSession(parts, { ...caller, scope }, seconds)
  const { accessKeyId, expiresAt } = credentials
  const record = auditOf(caller, {
    action: 'identity.credentials-vended',
    resource: scope.tableId ?? scope.prefixes.map(({ location }) => location).join(' '),
    detail: { accessKeyId, prefixes: scope.prefixes, expiresAt },
  })
  await transaction(parts.sql, (tx) => putAudit(tx, [record]))
  return credentials
}

/** Temporary credentials for `caller`, with the caller that they stand for. */
export function sealSession(
  parts: IdentityParts,
  caller: Caller,
  seconds: number,
): { caller: Caller; credentials: Required<Credentials> } {
  const { issuedAt, expiresAt } = lifeOf(parts, caller, seconds)
  const accessKeyId = `ASIA${randomText(16, 'upper')}`
  const secretAccessKey = randomText(40)
  const session: Caller = { ...caller, accessKeyId, issuedAt, expiresAt }
  const sessionToken = sealEnvelope(parts.sealKey, 'session', {
    caller: session,
    principalId: principalIdOf(caller),
    secretAccessKey,
    issuedAt,
    expiresAt,
  })
  return { caller: session, credentials: { accessKeyId, secretAccessKey, sessionToken, expiresAt } }
}

/** What is derived from a session ends with it at the latest, and with what revokes it. */
export function lifeOf(
  parts: IdentityParts,
  caller: Caller,
  seconds: number,
): { issuedAt: Date; expiresAt: Date } {
  const now = parts.clock()
  const { issuedAt = now } = caller
  const end = now.getTime() + seconds * 1000
  const expiresAt = new Date(Math.min(end, caller.expiresAt?.getTime() ?? end))
  return { issuedAt, expiresAt }
}

export function principalIdOf({ userId }: Caller): string {
  return userId.split(':')[0]!
}
