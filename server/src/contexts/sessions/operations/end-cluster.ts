import type { Session } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { livingRuns } from '../store/runs.ts'
import { livingSessions } from '../store/sessions.ts'

/** Ends every driver of a cluster that was terminated. */
export async function endCluster(
  parts: SessionsParts,
  { clusterId }: { clusterId: string },
): Promise<void> {
  const there = ({ place }: Pick<Session, 'place'>) =>
    place.kind === 'cluster' && place.id === clusterId
  for (const session of (await livingSessions(parts.sql)).filter(there))
    await parts.drivers.close(session.id, 'its cluster was terminated')
  for (const run of (await livingRuns(parts.sql)).filter(there))
    await parts.drivers.runs.cancel(run)
}
