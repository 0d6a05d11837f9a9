import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, locationShared, notFound } from '../errors.ts'
import { permits } from '../model/decide.ts'
import { registeredAt } from '../model/decide-others.ts'
import type { Governed } from '../model/governed.ts'
import { covers, normalLocation } from '../model/location.ts'
import { locationNamed } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { putDenial } from '../record.ts'
import { accessIn } from '../steps/access-in.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * The one table at a registered location, or closest above it, for who may read all of it.
 *
 * @throws governance.not-found, also where the caller may not know of the table,
 *   governance.location-shared, governance.denied, governance.invalid-input
 * @see Lake Formation `GetTemporaryDataLocationCredentials`
 */
export async function tableAtLocation(
  deps: Workings,
  caller: Caller,
  location: string,
): Promise<{ accountId: AccountId; database: string; table: string }> {
  const path = locationNamed(location)
  const snapshot = await rulesFor(deps, [caller.accountId])
  const at = deps.clock().getTime()
  const there = tablesAt(snapshot, path).map((on) => ({
    on,
    access: accessIn(snapshot, caller, on.table.id, at),
  }))
  const [seen] = there.filter(({ access }) => permits(access, 'DESCRIBE'))
  if (seen === undefined) throw notFound({ resource: path })
  if (there.length > 1) throw locationShared({ location: path })
  const { table, ownerId: accountId } = seen.on
  if (!permits(seen.access, 'SELECT') || seen.access.restricted) {
    const permission = 'SELECT on the whole table'
    await putDenial(deps, caller, { permission, resource: table.id, name: table.name })
    throw denied({ permission, resource: path })
  }
  const database = snapshot.world.databases.get(table.databaseId)?.name ?? ''
  return { accountId, database, table: table.name }
}

function tablesAt(snapshot: Snapshot, path: string): Governed[] {
  if (registeredAt(snapshot, path) === undefined) return []
  const placeOf = ({ table }: Governed) => normalLocation(table.location ?? '')
  const above = [...snapshot.governed.values()].filter(
    (on) => on.table.location !== undefined && covers(placeOf(on), path),
  )
  const closest = Math.max(...above.map((on) => placeOf(on).length))
  return above.filter((on) => placeOf(on).length === closest)
}
