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
  if (principal.kind === 'caller' || !user.caller) return
  await parts.identity.demand(user.caller, {
    action: 'iam:PassRole',
    resource: principal.roleArn,
    context: { 'iam:PassedToService': principal.service },
  })
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
