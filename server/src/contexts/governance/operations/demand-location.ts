import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied } from '../errors.ts'
import { locationAllowed } from '../model/decide-others.ts'
import { putDenial } from '../record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/**
 * May the caller put a table there? `filled`: what lies there already is kept from those who may
 * only put new tables below their databases.
 *
 * @throws governance.denied
 */
export async function demandLocation(
  deps: Workings,
  caller: Caller,
  location: string,
  { filled = false }: { filled?: boolean } = {},
): Promise<void> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const at = deps.clock().getTime()
  const question = {
    principal: principalOf(caller),
    at,
    use: 'permissions' as const,
    location,
    filled,
  }
  if (!caller.scope && locationAllowed(snapshot, question)) return
  await putDenial(deps, caller, { permission: 'DATA_LOCATION_ACCESS', resource: location })
  throw denied({ permission: 'Data Location Access', resource: location })
}
