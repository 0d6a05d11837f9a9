import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { demandVintage } from '../steps/gate.ts'
import { leaveQuarantine } from '../steps/leave-quarantine.ts'
import { queueFeedWork } from '../steps/record.ts'

/**
 * Checks a vintage again, from the landed bytes, by the rules of now.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.wrong-state
 */
export async function replayVintage(
  deps: IngestionDeps,
  caller: Caller,
  command: { vintageId: number },
): Promise<void> {
  const { vintageId } = command
  const { vintage, feed } = await demandVintage(deps, caller, {
    action: 'ReplayVintage',
    vintageId,
  })
  await transaction(deps.sql, async (tx) => {
    await leaveQuarantine(
      tx,
      { id: vintageId, from: ['quarantined', 'rejected'] },
      { state: 'landed' },
    )
    const resource = vintage.landingLocation
    await recordDone(tx, caller, { action: 'ingestion.vintage-replayed', resource })
    await queueFeedWork(tx, 'ingestion.load', feed.id)
  })
}
