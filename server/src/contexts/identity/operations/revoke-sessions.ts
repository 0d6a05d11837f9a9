import type { IdentityParts } from '../deps.ts'
import { noSuchRole } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { accountOfArn } from '../model/principal.ts'
import { auditOf, mutate } from '../mutation.ts'
import { updatePrincipal } from '../store/principals.ts'
import { demand } from './demand.ts'
import { demandGoverning } from './demand-governing.ts'

/**
 * Ends all sessions and tokens of a principal that were issued until now; its keys stay.
 *
 * @throws identity.access-denied, identity.no-such-role
 */
export async function revokeSessions(
  parts: IdentityParts,
  caller: Caller,
  { principalArn }: { principalArn: string },
): Promise<void> {
  const request = { action: 'millrace:RevokeSessions', resource: principalArn }
  if (accountOfArn(principalArn) === caller.accountId) await demand(parts, caller, request)
  else await demandGoverning(parts, caller, request)
  const principal = (await parts.directory.current()).principalsByArn.get(principalArn)
  if (!principal) throw noSuchRole({ name: principalArn })
  const record = auditOf(caller, {
    accountId: principal.accountId,
    action: 'identity.sessions-revoked',
    resource: principalArn,
  })
  const sessionsValidFrom = parts.clock()
  await mutate(parts, record, (tx) => updatePrincipal(tx, principal.id, { sessionsValidFrom }))
}
