import { proveRole } from '../drivers/claim.ts'
import { invalidSession, otherIdentity } from '../errors.ts'
import { releaseFor } from '../model/ground.ts'
import { checkResources } from '../model/resources.ts'
import { type Place, type Principal, principalArn, type SessionUser } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandToRun } from './demand-to-run.ts'

/** What a Livy client says of the code that it will send. */
export interface CodeWish {
  conf?: Readonly<Record<string, string>>
  /** Only as a check: identity is never taken from what a client writes here. */
  proxyUser?: string
}

interface AdmittedCode {
  principal: Principal
  conf: Record<string, string>
  releaseLabel: string | undefined
}

const ROLE_SETTING = 'emr-serverless.session.executionRoleArn'
const SERVERLESS = 'emr-serverless.amazonaws.com'

/**
 * Whose rights the code will have, and Spark's settings for it with those of its place.
 *
 * @throws sessions.no-isolation, sessions.invalid-session, sessions.other-identity,
 * identity.access-denied, identity.no-such-role,
 * compute.no-such-application, compute.application-state, compute.no-such-release
 */
export async function admitCode(
  parts: SessionsParts,
  user: SessionUser,
  wish: CodeWish,
): Promise<AdmittedCode> {
  parts.drivers.demandIsolation()
  const principal = principalOf(user, wish)
  await demandToRun(parts, user, principal)
  const releaseLabel = await releaseOf(parts, user, wish)
  // A role that does not exist or trusts nobody is said now, not when the driver is up.
  if (principal.kind === 'role') await proveRole(parts, principal, user.assumedThrough)
  const conf = { ...(await defaultsOf(parts, user.place)), ...wish.conf }
  checkResources(conf)
  return { principal, conf, releaseLabel }
}

/** A cluster or an application has a release; at the account’s own place the code names it. */
async function releaseOf(parts: SessionsParts, user: SessionUser, { conf = {} }: CodeWish) {
  const { kind, id } = user.place
  if (kind === 'application') return releaseFor(conf, await demandInteractive(parts, user))
  return releaseFor(conf, kind === 'cluster' ? await parts.capacity.findCluster(id) : undefined)
}

async function demandInteractive(parts: SessionsParts, user: SessionUser) {
  const { accountId, place } = user
  const wanted = { accountId, applicationId: place.id }
  const application = await parts.capacity.readyApplication(wanted)
  if (application.interactive) return application
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
