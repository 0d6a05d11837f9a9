import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, notFound } from '../errors.ts'
import type { Permission } from '../model/permission.ts'
import { putDenial } from '../record.ts'
import { databasePermissions } from '../steps/database-permissions.ts'
import { rulesFor } from '../steps/rules.ts'

/** @throws governance.not-found, governance.denied */
export async function demandDatabase(
  deps: Workings,
  caller: Caller,
  databaseId: string,
  permission: Permission,
): Promise<void> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const held = databasePermissions(deps, snapshot, caller, databaseId)
  if (held.has(permission)) return
  const name = snapshot.world.databases.get(databaseId)?.name
  await putDenial(deps, caller, { permission, resource: databaseId, name })
  if (!held.has('DESCRIBE')) throw notFound({ resource: 'database' })
  throw denied({ permission, resource: name ?? databaseId })
}
