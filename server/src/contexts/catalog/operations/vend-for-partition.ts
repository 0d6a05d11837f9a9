import type { Permission } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { externalRestricted, noSuchPartition } from '../errors.ts'
import type { TableRef, VendedCredentials } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import { checkLocation, external } from '../model/table.ts'
import { narrow } from '../steps/describe.ts'
import { openAnyTable } from '../steps/gates.ts'
import type { AuditContext } from '../steps/record.ts'
import { vendExternal } from '../steps/vend-external.ts'
import { partitionsWith } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'

export interface VendForPartition extends TableRef, AuditContext {
  values: readonly string[]
  /** What the engine wants to do; it must all be granted. */
  permissions?: readonly Permission[]
}

/**
 * Credentials for the files of one partition of an external table; those of Iceberg’s tables do not
 * lie by themselves. Undefined: none may be had.
 *
 * @throws governance.denied, catalog.no-such-partition, catalog.external-restricted
 */
export async function vendForPartition(
  deps: Workings,
  caller: Caller,
  { values, permissions = [], auditContext, ...ref }: VendForPartition,
): Promise<VendedCredentials | undefined> {
  const gate = { action: 'glue:GetPartition', permissions }
  const { table, access } = await openAnyTable(deps, caller, ref, gate)
  if (!external(table)) throw noSuchPartition({ values })
  if (narrow(access)) throw externalRestricted({ database: ref.database, table: ref.table })
  const [found] = storable(values) ? await partitionsWith(deps.sql, table.id, [values]) : []
  if (!found) throw noSuchPartition({ values })
  const { location } = found.definition
  const place = location === undefined ? {} : { location: checkLocation(location) }
  return vendExternal(
    deps,
    caller,
    { table, access },
    {
      ...place,
      partition: values,
      auditContext,
    },
  )
}
