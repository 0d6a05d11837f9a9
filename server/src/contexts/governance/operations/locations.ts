import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { alreadyExists, denied, notFound } from '../errors.ts'
import { administers } from '../model/decide.ts'
import { covers } from '../model/location.ts'
import { locationNamed } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Change, RegisteredLocation } from '../model/world.ts'
import { changeRules } from '../rule-change.ts'
import { principalOf, rulesFor } from './demand.ts'

/**
 * Puts a location under governance: plain IAM access to it ends.
 *
 * @throws governance.already-exists, governance.denied, governance.invalid-input
 * @see Lake Formation `RegisterResource`
 */
export async function registerLocation(
  deps: Workings,
  caller: Caller,
  command: { location: string; roleArn?: string; hybrid?: boolean },
): Promise<void> {
  const location = locationNamed(command.location)
  await demandOwnBucket(deps, caller, location)
  await rulesFor(deps, [caller.accountId])
  await changeRules(deps, caller, {
    action: 'lakeformation:RegisterResource',
    record: 'governance.location-registered',
    resource: location,
    plan: (snapshot) => {
      demandAdmin(snapshot, caller, location)
      const { locations } = snapshot.world
      const near = [...locations.values()].find(
        (other) =>
          other.location === location ||
          (other.accountId !== caller.accountId &&
            (covers(other.location, location) || covers(location, other.location))),
      )
      if (near !== undefined) throw alreadyExists({ resource: `location "${location}"` })
      const row: RegisteredLocation = {
        location,
        accountId: caller.accountId,
        hybrid: command.hybrid ?? false,
        registeredAt: deps.clock(),
        ...(command.roleArn ? { roleArn: command.roleArn } : {}),
      }
      return [{ of: 'locations', key: location, row }]
    },
  })
}

/** Who registers a place decides who reads it, so it must be the account's own. */
async function demandOwnBucket(deps: Workings, caller: Caller, location: string): Promise<void> {
  const [bucket = ''] = location.slice('s3://'.length).split('/')
  const owner = await deps.bucketOwner?.(bucket)
  if (owner !== caller.accountId) throw notFound({ resource: location })
}

/** @see Lake Formation `DeregisterResource` */
export async function deregisterLocation(
  deps: Workings,
  caller: Caller,
  raw: string,
): Promise<void> {
  const location = locationNamed(raw)
  await changeRules(deps, caller, {
    action: 'lakeformation:DeregisterResource',
    record: 'governance.location-deregistered',
    resource: location,
    plan: (snapshot): Change[] => {
      demandAdmin(snapshot, caller, location)
      const known = snapshot.world.locations.get(location)
      if (known?.accountId !== caller.accountId) throw notFound({ resource: location })
      return [{ of: 'locations', key: location, row: undefined }]
    },
  })
}

function demandAdmin(snapshot: Snapshot, caller: Caller, location: string): void {
  if (!administers(snapshot, principalOf(caller), 'admin'))
    throw denied({ permission: 'data lake administrator', resource: location })
}

/** @see Lake Formation `DescribeResource` */
export async function describeLocation(
  deps: Workings,
  caller: Caller,
  raw: string,
): Promise<RegisteredLocation> {
  const location = locationNamed(raw)
  const action = 'lakeformation:DescribeResource'
  await deps.identity.demand(caller, { action, resource: '*' })
  const { world } = await rulesFor(deps, [caller.accountId])
  const known = world.locations.get(location)
  if (known?.accountId !== caller.accountId) throw notFound({ resource: location })
  return known
}

/** @see Lake Formation `ListResources` */
export async function listLocations(
  deps: Workings,
  caller: Caller,
  _query: object,
): Promise<RegisteredLocation[]> {
  await deps.identity.demand(caller, { action: 'lakeformation:ListResources', resource: '*' })
  const { world } = await rulesFor(deps, [caller.accountId])
  return [...world.locations.values()]
    .filter(({ accountId }) => accountId === caller.accountId)
    .sort((one, other) => (one.location < other.location ? -1 : 1))
}
