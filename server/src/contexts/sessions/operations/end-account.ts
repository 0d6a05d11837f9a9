import type { Run } from '../model/run.ts'
import type { Session } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { livingRuns } from '../store/runs.ts'
import { livingSessions } from '../store/sessions.ts'

/** Ends every driver of an account that was switched off, in its own roles and in others'. */
export async function endAccount(
  parts: SessionsParts,
  { accountId }: { accountId: string },
): Promise<{ sessions: Session[]; runs: Run[] }> {
  const ofAccount = (one: Pick<Session, 'accountId' | 'assumedThrough'>) =>
    one.accountId === accountId || one.assumedThrough.some((through) => through === accountId)
  const sessions = (await livingSessions(parts.sql)).filter(ofAccount)
  for (const { id } of sessions) await parts.drivers.close(id, 'its account was switched off')
  const runs = (await livingRuns(parts.sql)).filter(ofAccount)
  for (const run of runs) await parts.drivers.runs.cancel(run)
  parts.dashboards.endAccount(accountId)
  return { sessions, runs }
}
