import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { locationNamed } from '../model/resource-name.ts'
import type { RegisteredLocation } from '../model/world.ts'
import { rulesFor } from '../steps/rules.ts'

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
