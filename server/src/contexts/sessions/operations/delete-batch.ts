import { transaction } from '../../../foundation/sql.ts'
import { audit, batchResource } from '../audit.ts'
import { runFinal } from '../model/run.ts'
import type { SessionUser } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { removeRun } from '../store/runs.ts'
import { getBatch } from './get-batch.ts'

/**
 * Stops a batch that has not ended, and forgets it: it is not there any more.
 *
 * @throws sessions.no-such-batch, identity.access-denied
 * @see Livy `DELETE /batches/{id}`
 */
export async function deleteBatch(
  parts: SessionsParts,
  user: SessionUser,
  idOrName: string,
): Promise<void> {
  const run = await getBatch(parts, user, idOrName)
  // Where the server dies in between, it is there to be deleted again.
  if (!runFinal(run)) await parts.drivers.runs.cancel(run)
  await transaction(parts.sql, async (tx) => {
    await removeRun(tx, run.id, parts.clock())
    await audit(tx, run, { action: 'sessions.batch-deleted', resource: batchResource(run.id) })
  })
}
