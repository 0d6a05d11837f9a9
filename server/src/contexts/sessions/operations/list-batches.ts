import type { Run } from '../model/run.ts'
import { type SessionUser, visible } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandPlace, mayPass } from '../steps/demand-to-run.ts'
import { runLogs, listBatches as storedBatches } from '../store/runs.ts'

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
  const seen: Run[] = []
  for (const run of await storedBatches(parts.sql, user))
    if (visible(run, user) && (await mayPass(parts, user, run.principal))) seen.push(run)
  const page = seen.slice(from, from + size)
  const logs = await runLogs(
    parts.sql,
    page.map(({ id }) => id),
  )
  return {
    total: seen.length,
    batches: page.map((run) => {
      return { ...run, log: parts.drivers.runs.log({ ...run, log: logs.get(run.id) ?? [] }) }
    }),
  }
}
