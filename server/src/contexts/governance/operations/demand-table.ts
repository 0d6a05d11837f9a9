import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, notFound } from '../errors.ts'
import { permits } from '../model/decide.ts'
import type { Permission } from '../model/permission.ts'
import { putDenial } from '../record.ts'
import type { TableAccess } from '../steps/access-in.ts'
import { tableAccess } from './table-access.ts'

/** @throws governance.not-found (no DESCRIBE: as if absent), governance.denied */
export async function demandTable(
  deps: Workings,
  caller: Caller,
  tableId: string,
  permission: Permission,
): Promise<TableAccess> {
  const access = await tableAccess(deps, caller, tableId)
  if (permits(access, permission)) return access
  const table = deps.snapshots.current().world.tables.get(tableId)
  await putDenial(deps, caller, { permission, resource: tableId, name: table?.name })
  if (!access.permissions.has('DESCRIBE')) throw notFound({ resource: 'table' })
  throw denied({ permission, resource: table?.name ?? tableId })
}
