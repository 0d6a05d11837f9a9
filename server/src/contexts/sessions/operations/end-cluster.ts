import type { SessionsParts } from '../parts.ts'
import { livingSessions } from '../store/sessions.ts'

/** Ends every driver of a cluster that was terminated. */
export async function endCluster(
  parts: SessionsParts,
  { clusterId }: { clusterId: string },
): Promise<void> {
  const sessions = await livingSessions(parts.sql)
  for (const { id, place } of sessions)
    if (place.kind === 'cluster' && place.id === clusterId)
      await parts.drivers.close(id, 'its cluster was terminated')
}
