import type { SessionsParts } from '../parts.ts'
import { livingSessions, updateSession } from '../store/sessions.ts'

/** Ends every driver of a cluster that was terminated. */
export async function endCluster(
  parts: SessionsParts,
  { clusterId }: { clusterId: string },
): Promise<void> {
  const sessions = await livingSessions(parts.sql)
  for (const session of sessions) {
    if (session.place.kind !== 'cluster' || session.place.id !== clusterId) continue
    await updateSession(parts.sql, session.id, { state: 'shutting_down' })
    await parts.drivers.end(session, 'its cluster was terminated')
  }
}
