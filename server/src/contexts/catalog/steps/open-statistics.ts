import type { Permission, TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { externalRestricted, noSuchPartition } from '../errors.ts'
import type { StatisticsOf } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import { type AnyTable, external } from '../model/table.ts'
import type { StatisticsOwner } from '../store/column-statistics.ts'
import { partitionsWith } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'
import { describe, narrow } from './describe.ts'
import { holds, openAnyTable } from './gates.ts'

/**
 * Whose statistics, and the columns that they may tell of: least and greatest values are values, so
 * whoever may not read all rows of a column learns nothing of it.
 *
 * @throws catalog.no-such-table, catalog.no-such-partition
 */
export async function openStatistics(
  deps: Workings,
  caller: Caller,
  of: StatisticsOf,
  gate: { action: string; permissions: readonly Permission[] },
): Promise<{ owner: StatisticsOwner; readable: ReadonlySet<string> }> {
  const { table, access } = await openAnyTable(deps, caller, of, gate)
  if (of.partition !== undefined) await demandPartition(deps, { table, access }, of)
  const { schema } = await describe(deps, { table, access })
  const open = schema.fields.filter(({ id }) => gate.permissions.length > 0 || told(access, id))
  return {
    owner: { tableId: table.id, values: of.partition ?? [] },
    readable: new Set(open.map(({ name }) => name)),
  }
}

function told(access: TableAccess, column: number): boolean {
  if (access.iamOnly) return true
  const filtered = access.rowFilter !== undefined || access.cellFilters.size > 0
  return holds(access, 'SELECT') && access.columns.has(column) && !filtered
}

async function demandPartition(
  { sql }: Workings,
  { table, access }: { table: AnyTable; access: TableAccess },
  of: StatisticsOf,
): Promise<void> {
  if (external(table) && narrow(access))
    throw externalRestricted({ database: of.database, table: of.table })
  const values = of.partition ?? []
  const [found] =
    external(table) && storable(values) ? await partitionsWith(sql, table.id, [values]) : []
  if (!found) throw noSuchPartition({ values })
}
