import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { RegisteredLocation } from '../model/world.ts'
import { rulesFor } from '../steps/rules.ts'

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
