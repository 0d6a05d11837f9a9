import type { Run } from '../model/run.ts'
import { type SessionUser, visible } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandPlace } from '../steps/demand-to-run.ts'
import { listBatches as storedBatches } from '../store/runs.ts'

/**
 * The user's batches there, oldest first, and how many there are.
 *
 * @throws identity.access-denied
 * @see Livy `GET /batches`
 */
export async function listBatches(
  parts: SessionsParts,
  user: SessionUser,
  { from, size }: { from: number; size: number },
): Promise<{ total: number; batches: Run[] }> {
  await demandPlace(parts, user)
  const all = (await storedBatches(parts.sql, user)).filter((run) => visible(run, user))
  const batches = all.slice(from, from + size)
  return {
    total: all.length,
    batches: batches.map((run) => ({ ...run, log: parts.drivers.runs.log(run) })),
  }
}
