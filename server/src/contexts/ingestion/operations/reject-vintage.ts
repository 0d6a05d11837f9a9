import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { demandVintage } from '../steps/gate.ts'
import { leaveQuarantine } from '../steps/leave-quarantine.ts'
import { findDelivery, updateDelivery } from '../store/deliveries.ts'

/**
 * Says that a quarantined vintage will not be loaded. Its file stays where it landed.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.wrong-state
 */
export async function rejectVintage(
  deps: IngestionDeps,
  caller: Caller,
  command: { vintageId: number; reason: string },
): Promise<void> {
  const { vintageId, reason } = command
  const { vintage } = await demandVintage(deps, caller, { action: 'RejectVintage', vintageId })
  await transaction(deps.sql, async (tx) => {
    await leaveQuarantine(tx, { id: vintageId }, { state: 'rejected' })
    const delivery = await findDelivery(tx, vintage.deliveryId)
    if (delivery?.currentVintage === null)
      await updateDelivery(tx, vintage.deliveryId, { state: 'rejected' })
    const done = { action: 'ingestion.vintage-rejected', resource: vintage.landingLocation }
    await recordDone(tx, caller, { ...done, detail: { reason } })
  })
}
