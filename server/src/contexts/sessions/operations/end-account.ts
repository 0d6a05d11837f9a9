import type { SessionsParts } from '../parts.ts'
import { livingRuns } from '../store/runs.ts'
import { livingSessions, updateSession } from '../store/sessions.ts'

/** Ends every driver of an account that was switched off. */
export async function endAccount(
  parts: SessionsParts,
  { accountId }: { accountId: string },
): Promise<void> {
  const sessions = await livingSessions(parts.sql)
  for (const session of sessions.filter((one) => one.accountId === accountId)) {
    await updateSession(parts.sql, session.id, { state: 'shutting_down' })
    await parts.drivers.end(session, 'its account was switched off')
  }
  const runs = await livingRuns(parts.sql)
  for (const run of runs.filter((one) => one.accountId === accountId))
    await parts.drivers.runs.cancel(run)
}
