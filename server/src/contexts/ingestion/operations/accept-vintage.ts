import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { demandVintage } from '../steps/gate.ts'
import { leaveQuarantine } from '../steps/leave-quarantine.ts'
import { queueFeedWork } from '../steps/record.ts'

/**
 * Lets a quarantined vintage in as it is: its bad rows stay behind, the rest is loaded. What could
 * not be read at all stays in quarantine.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.wrong-state
 */
export async function acceptVintage(
  deps: IngestionDeps,
  caller: Caller,
  command: { vintageId: number; reason: string },
): Promise<void> {
  const { vintageId, reason } = command
  const { vintage, feed } = await demandVintage(deps, caller, {
    action: 'AcceptVintage',
    vintageId,
  })
  await transaction(deps.sql, async (tx) => {
    await leaveQuarantine(tx, { id: vintageId }, { state: 'landed', acceptedBy: caller.arn })
    const resource = vintage.landingLocation
    await recordDone(tx, caller, {
      action: 'ingestion.vintage-accepted',
      resource,
      detail: { reason },
    })
    await queueFeedWork(tx, 'ingestion.load', feed.id)
  })
}
