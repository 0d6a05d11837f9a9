import type { SqlTransaction } from '../../../foundation/sql.ts'
import { insertEvent } from '../store/trial-parts.ts'

/** A line in the trial's own story, for people. */
export async function tell(
  tx: SqlTransaction,
  trialId: string,
  event: { at: Date; by: string; text: string },
): Promise<void> {
  await insertEvent(tx, trialId, event)
}
