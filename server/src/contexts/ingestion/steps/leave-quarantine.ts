import type { SqlTransaction } from '../../../foundation/sql.ts'
import { wrongState } from '../errors.ts'
import type { Vintage } from '../model/ledger.ts'
import { findVintage, leaveState } from '../store/vintages.ts'

/** Whoever decides about a vintage decides alone: the second finds it decided. */
export async function leaveQuarantine(
  tx: SqlTransaction,
  { id, from = ['quarantined'] }: { id: number; from?: readonly Vintage['state'][] },
  change: Pick<Vintage, 'state'> & Partial<Pick<Vintage, 'acceptedBy'>>,
): Promise<void> {
  if (await leaveState(tx, { id, from }, change)) return
  const state = (await findVintage(tx, id))?.state ?? 'gone'
  throw wrongState({ vintage: id, state, wanted: 'quarantined' })
}
