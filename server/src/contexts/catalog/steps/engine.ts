import type { Caller } from '../../identity/index.ts'
import { engineCannotFilter } from '../errors.ts'
import type { EngineSupport } from '../model/face.ts'
import type { AnyTable } from '../model/table.ts'
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
