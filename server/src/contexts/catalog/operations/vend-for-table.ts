import type { Permission } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { externalRestricted } from '../errors.ts'
import type { TableRef, VendedCredentials } from '../model/face.ts'
import { external } from '../model/table.ts'
import { narrow } from '../steps/describe.ts'
import { openAnyTable } from '../steps/gates.ts'
import { following } from '../steps/links.ts'
import type { AuditContext } from '../steps/record.ts'
import { vendExternal } from '../steps/vend-external.ts'
import type { Workings } from '../workings.ts'
import { loadTable } from './load-table.ts'
import { vendCredentials } from './vend-credentials.ts'

export interface VendForTable extends TableRef, AuditContext {
  /** What the engine wants to do; it must all be granted. */
  permissions?: readonly Permission[]
  /** Only to read, whatever the caller may besides. */
  readOnly?: boolean
}

/**
 * Credentials for the files of a table as the caller sees it. Files of an external table are open
 * as a whole or not at all. Undefined: none may be had.
 *
 * @throws governance.denied, catalog.external-restricted, catalog.projection-not-ready
 */
export function vendForTable(
  deps: Workings,
  caller: Caller,
  { permissions = [], readOnly = false, auditContext, ...ref }: VendForTable,
): Promise<VendedCredentials | undefined> {
  const how = { permissions, readOnly, auditContext }
  return following(deps, caller, ref, (at) => vendAt(deps, caller, { ...at, ...how }))
}

type Vending = VendForTable & Required<Pick<VendForTable, 'permissions' | 'readOnly'>>

async function vendAt(
  deps: Workings,
  caller: Caller,
  { permissions, readOnly, auditContext, ...ref }: Vending,
): Promise<VendedCredentials | undefined> {
  const gate = { action: 'glue:GetTable', permissions }
  const { table, access } = await openAnyTable(deps, caller, ref, gate)
  const how = { readOnly, auditContext }
  const writer = permissions.includes('INSERT') || permissions.includes('DELETE')
  if (!external(table))
    return vendCredentials(deps, caller, await loadTable(deps, caller, ref), { ...how, writer })
  if (narrow(access)) throw externalRestricted({ database: ref.database, table: ref.table })
  return vendExternal(deps, caller, { table, access }, how)
}
