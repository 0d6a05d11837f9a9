import type { SqlTransaction } from '../../../foundation/sql.ts'
import { invalidLocation } from '../errors.ts'
import type { TableId } from '../model/table.ts'
import { locationTaken } from '../store/locations.ts'

/** Nobody else takes the place until the transaction ends. @throws catalog.invalid-location */
export async function demandFreeLocation(
  tx: SqlTransaction,
  location: string,
  others: { except?: TableId; iceberg?: boolean } = {},
): Promise<void> {
  const taken = await locationTaken(tx, location, others)
  if (taken === 'table') throw invalidLocation({ location, reason: 'another table lies there' })
  if (taken)
    throw invalidLocation({ location, reason: 'files of a dropped table are being removed there' })
}
