import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidLocation } from '../errors.ts'
import {
  below,
  checkLocation,
  type Database,
  type ExternalTable,
  type TableId,
} from '../model/table.ts'
import { tableLies } from '../store/locations.ts'
import type { Workings } from '../workings.ts'
import { demandFreeLocation } from './free-location.ts'
import { demandVacancy, inWarehouse } from './gates.ts'

/**
 * The place of an external table in its plain form. Where it is registered, governance decides who
 * may bring a table there; elsewhere S3 decides on each read, and says no more to who has a table.
 *
 * @throws governance.denied, catalog.invalid-location
 * @see Lake Formation developer guide, "Underlying data access control"
 */
export async function externalPlace(
  deps: Workings,
  caller: Caller,
  { database, location: raw }: { database: Database; location: string | undefined },
): Promise<string> {
  if (raw === undefined || raw === '') return ''
  const location = checkLocation(raw)
  const inside = database.location !== undefined && below(database.location, location)
  const { governance } = deps
  if (!inside && governance.registeredLocation(location))
    await governance.demandLocation(caller, location)
  if (inWarehouse(deps, location)) await demandVacancy(deps, caller, { location })
  return location
}

/**
 * May the files at `location`, outside the place of their external table, be opened through it? At
 * a registered place only to whom governance lets there, and never those of another table.
 *
 * @throws governance.denied, catalog.invalid-location
 */
export async function demandBeside(
  { governance, sql }: Workings,
  caller: Caller,
  { table, location }: { table: ExternalTable; location: string },
): Promise<void> {
  if (!governance.registeredLocation(location)) return
  const filled = inWarehouse({ governance }, location)
  await governance.demandLocation(caller, location, { filled })
  if (await tableLies(sql, location, { except: table.id }))
    throw invalidLocation({ location, reason: 'another table lies there' })
}

/** External tables may share files where plain S3 decides who reads them, and nowhere else. */
export async function demandFree(
  { governance }: Workings,
  tx: SqlTransaction,
  { location, except }: { location: string; except?: TableId },
): Promise<void> {
  if (location === '') return
  const iceberg = governance.registeredLocation(location) === undefined
  await demandFreeLocation(tx, location, { iceberg, ...(except ? { except } : {}) })
}
