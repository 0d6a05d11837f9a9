import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { alreadyExists, notFound } from '../errors.ts'
import { covers } from '../model/location.ts'
import { locationNamed } from '../model/resource-name.ts'
import type { RegisteredLocation } from '../model/world.ts'
import { changeRules } from '../rule-change.ts'
import { demandLocationAdmin } from '../steps/demand-location-admin.ts'
import { rulesFor } from '../steps/rules.ts'

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
      demandLocationAdmin(snapshot, caller, location)
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
