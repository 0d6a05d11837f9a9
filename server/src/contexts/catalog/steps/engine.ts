import type { Caller } from '../../identity/index.ts'
import { engineCannotFilter } from '../errors.ts'
import type { EngineSupport } from '../model/face.ts'
import type { Schema } from '../model/schema.ts'
import type { AnyTable } from '../model/table.ts'
import { columnsIn } from '../projections/model/policy.ts'
import type { Workings } from '../workings.ts'
import { narrow } from './describe.ts'
import type { Opened } from './gates.ts'

/**
 * Is the engine that asks for the caller trusted by the owner, and can it hide what it must?
 *
 * @throws governance.engine-not-allowed, catalog.engine-cannot-filter
 */
export async function demandEngine(
  { governance }: Workings,
  caller: Caller,
  { table, access }: Opened<AnyTable>,
  { columns, cells }: EngineSupport,
): Promise<void> {
  const filters = narrow(access)
  await governance.demandVending(caller, { catalogId: table.accountId, filters })
  if (!filters) return
  const rows = access.rowFilter !== undefined || access.cellFilters.size > 0
  const enough = rows ? cells : columns || cells
  if (!enough) throw engineCannotFilter({ database: table.database, table: table.name })
}

/** Can it choose rows by what is inside of columns, if it must? */
export function demandInside(
  { table, access }: Opened<AnyTable>,
  { fields }: Pick<Schema, 'fields'>,
  { nested }: EngineSupport,
): void {
  const { rowFilter, cellFilters } = access
  const asked = [...(rowFilter ? [rowFilter] : []), ...cellFilters.values()].flatMap(columnsIn)
  const columns = new Set(fields.map(({ id }) => id))
  if (nested || asked.every((id) => columns.has(id))) return
  throw engineCannotFilter({ database: table.database, table: table.name })
}
