import { proveRole } from '../drivers/claim.ts'
import { invalidSession, otherIdentity } from '../errors.ts'
import { type Place, type Principal, principalArn, type SessionUser } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandToRun } from './demand-to-run.ts'

/** What a Livy client says of the code that it will send. */
export interface CodeWish {
  conf?: Readonly<Record<string, string>>
  /** Only as a check: identity is never taken from what a client writes here. */
  proxyUser?: string
}

const ROLE_SETTING = 'emr-serverless.session.executionRoleArn'
const SERVERLESS = 'emr-serverless.amazonaws.com'

/**
 * Whose rights the code will have, and Spark's settings for it with those of its place.
 *
 * @throws sessions.no-isolation, sessions.invalid-session, sessions.other-identity,
 * identity.access-denied, identity.no-such-role,
 * compute.no-such-application, compute.application-state
 */
export async function admitCode(
  parts: SessionsParts,
  user: SessionUser,
  wish: CodeWish,
): Promise<{ principal: Principal; conf: Record<string, string> }> {
  parts.drivers.demandIsolation()
  const principal = principalOf(user, wish)
  await demandToRun(parts, user, principal)
  if (user.place.kind === 'application') await demandInteractive(parts, user)
  // A role that does not exist or trusts nobody is said now, not when the driver is up.
  if (principal.kind === 'role') await proveRole(parts, principal, user.assumedThrough)
  return { principal, conf: { ...(await defaultsOf(parts, user.place)), ...wish.conf } }
}

async function demandInteractive(parts: SessionsParts, user: SessionUser): Promise<void> {
  const { accountId, place } = user
  const wanted = { accountId, applicationId: place.id }
  const { interactive } = await parts.capacity.readyApplication(wanted)
  if (!interactive)
    throw invalidSession({ reason: `application "${place.id}" has no Livy endpoint enabled` })
}

/** What a cluster was created with for all its sessions. */
async function defaultsOf({ capacity }: SessionsParts, { kind, id }: Place) {
  const cluster = kind === 'cluster' ? await capacity.findCluster(id) : undefined
  const all = cluster?.configurations ?? []
  const spark = all.filter(({ Classification }) => Classification === 'spark-defaults')
  return Object.assign({}, ...spark.map(({ Properties }) => Properties)) as Record<string, string>
}

/** Whom the session runs as: bound by credentials, or named, which the caller must be let pass. */
function principalOf(user: SessionUser, { conf = {}, proxyUser }: CodeWish): Principal {
  const named = conf[ROLE_SETTING]
  const bound = user.principal
  const own = principalArn(bound)
  if (proxyUser !== undefined && proxyUser !== own && proxyUser !== own.split('/').at(-1))
    throw otherIdentity({ wanted: proxyUser, principal: own })
  if (named === undefined || named === own) return bound
  if (!user.caller) throw otherIdentity({ wanted: named, principal: own })
  if (named.split(':')[4] !== user.accountId)
    throw invalidSession({ reason: `role "${named}" is not of account ${user.accountId}` })
  return { kind: 'role', roleArn: named, service: SERVERLESS }
}
