import type { Principal, SessionUser } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'

/**
 * Who may run code at a place, as `principal`. A pair of cluster credentials is that right itself:
 * it has no caller. Asked anew of every call, for one session's name may stand for many rights.
 *
 * @throws identity.access-denied
 */
export async function demandToRun(
  parts: Pick<SessionsParts, 'identity' | 'region'>,
  user: SessionUser,
  principal: Principal,
): Promise<void> {
  await demandPlace(parts, user)
  if (principal.kind === 'role' && user.caller)
    await parts.identity.demand(user.caller, passing(principal))
}

/** Of what is at a place where the user may run code, whether it is theirs to see. */
export async function mayPass(
  { identity }: Pick<SessionsParts, 'identity'>,
  { caller }: SessionUser,
  principal: Principal,
): Promise<boolean> {
  return principal.kind === 'role' && caller ? identity.allows(caller, passing(principal)) : true
}

function passing({ roleArn, service }: Extract<Principal, { kind: 'role' }>) {
  const context = { 'iam:PassedToService': service }
  return { action: 'iam:PassRole', resource: roleArn, context }
}

/** @throws identity.access-denied */
export async function demandPlace(
  { identity, region }: Pick<SessionsParts, 'identity' | 'region'>,
  { accountId, place, caller }: SessionUser,
): Promise<void> {
  if (!caller) return
  const application = `arn:aws:emr-serverless:${region}:${accountId}:/applications/${place.id}`
  if (place.kind === 'application')
    await identity.demand(caller, {
      action: 'emr-serverless:AccessLivyEndpoints',
      resource: application,
    })
  else await identity.demand(caller, { action: 'millrace:RunCode', resource: '*' })
}
