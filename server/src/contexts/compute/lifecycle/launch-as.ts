import { DomainError } from '../../../foundation/errors.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { roleNotUsable } from '../errors.ts'
import type { LaunchPath } from '../model/product.ts'

const SERVICE = 'servicecatalog.amazonaws.com'
const SECONDS = 900

/**
 * Who makes or changes the cluster of a product: its user, or the launch role for them, each with
 * the right to. The platform's own products are made by the platform, whatever their user may.
 *
 * @throws identity.access-denied, compute.role-not-usable
 */
export async function launchAs(
  deps: ComputeDeps,
  caller: Caller,
  wanted: {
    launchedBy: LaunchPath['launchedBy']
    sessionName: string
    resource: string
    actions: readonly string[]
  },
): Promise<Caller> {
  const { launchedBy, sessionName, resource, actions } = wanted
  if (launchedBy === 'platform') return caller
  const launcher =
    launchedBy === 'user' ? caller : await actAs(deps, caller, { ...launchedBy, sessionName })
  for (const action of actions)
    await deps.identity.demand(launcher, { action: `elasticmapreduce:${action}`, resource })
  return launcher
}

/** @throws compute.role-not-usable */
export async function actAs(
  { identity }: Pick<ComputeDeps, 'identity'>,
  caller: Caller,
  { roleArn, sessionName }: { roleArn: string; sessionName: string },
): Promise<Caller> {
  const session = await identity
    .assumeForService({
      ...{ roleArn, sessionName, service: SERVICE, seconds: SECONDS },
      assumedThrough: [...(caller.assumedThrough ?? []), caller.accountId],
      behind: caller.behind ?? caller.arn,
    })
    .catch((cause: unknown) => {
      if (!(cause instanceof DomainError)) throw cause
      const reason = `it does not exist or does not trust ${SERVICE}`
      throw roleNotUsable({ roleArn, reason }, { cause })
    })
  return session.caller
}
