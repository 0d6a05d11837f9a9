import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { locationNamed } from '../model/resource-name.ts'
import type { Change } from '../model/world.ts'
import { changeRules } from '../rule-change.ts'
import { demandLocationAdmin } from '../steps/demand-location-admin.ts'

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
      demandLocationAdmin(snapshot, caller, location)
      const known = snapshot.world.locations.get(location)
      if (known?.accountId !== caller.accountId) throw notFound({ resource: location })
      return [{ of: 'locations', key: location, row: undefined }]
    },
  })
}
