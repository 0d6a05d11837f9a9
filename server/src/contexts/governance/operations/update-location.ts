import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput, notFound } from '../errors.ts'
import { locationNamed } from '../model/resource-name.ts'
import type { Change } from '../model/world.ts'
import { changeRules } from '../rule-change.ts'
import { demandLocationAdmin } from '../steps/demand-location-admin.ts'

/**
 * Another role for a registered location, and whether it is hybrid where that is told.
 *
 * @throws governance.denied, governance.not-found, governance.invalid-input for a location without
 *   a role of its own, as AWS has it of those with its service-linked role
 * @see Lake Formation `UpdateResource`
 */
export async function updateLocation(
  deps: Workings,
  caller: Caller,
  command: { location: string; roleArn: string; hybrid?: boolean },
): Promise<void> {
  const location = locationNamed(command.location)
  const { roleArn } = command
  await changeRules(deps, caller, {
    action: 'lakeformation:UpdateResource',
    record: 'governance.location-updated',
    resource: location,
    detail: { ...command },
    plan: (snapshot): Change[] => {
      demandLocationAdmin(snapshot, caller, location)
      const known = snapshot.world.locations.get(location)
      if (known?.accountId !== caller.accountId) throw notFound({ resource: location })
      if (known.roleArn === undefined)
        throw invalidInput({
          reason: 'A location with the service-linked role cannot be edited: register it anew',
        })
      const row = { ...known, roleArn, hybrid: command.hybrid ?? known.hybrid }
      return [{ of: 'locations', key: location, row: { ...row, registeredAt: deps.clock() } }]
    },
  })
}
