import type { Session } from '../model/session.ts'
import { principalArn } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { livingRuns } from '../store/runs.ts'
import { livingSessions } from '../store/sessions.ts'

/** Ends every driver that works as a role that is no more. */
export async function endRole(
  parts: SessionsParts,
  { roleArn, endedAt }: { roleArn: string; endedAt: string },
): Promise<void> {
  const ofRole = ({ principal, createdAt }: Pick<Session, 'principal' | 'createdAt'>) =>
    principalArn(principal) === roleArn && createdAt <= new Date(endedAt)
  for (const { id } of (await livingSessions(parts.sql)).filter(ofRole))
    await parts.drivers.close(id, 'its role is no more')
  for (const run of (await livingRuns(parts.sql)).filter(ofRole))
    await parts.drivers.runs.cancel(run)
}
