import type { Subscription } from '../../foundation/events.ts'
import { CLUSTER_READY, CLUSTER_TERMINATING, engineOf } from '../compute/index.ts'
import { ROLE_ENDED } from '../identity/index.ts'
import { endAccount } from './operations/end-account.ts'
import { endCluster } from './operations/end-cluster.ts'
import { endRole } from './operations/end-role.ts'
import type { SessionsParts } from './parts.ts'

/** What happens elsewhere and ends drivers, or lets them begin. */
export function subscriptionsOf(parts: SessionsParts): Subscription[] {
  return [
    {
      event: 'identity.account-isolated',
      subscriber: 'sessions.on-account-isolated',
      handle: async (payload) => void (await endAccount(parts, payload as { accountId: string })),
    },
    {
      event: ROLE_ENDED,
      subscriber: 'sessions.on-role-ended',
      handle: (payload) => endRole(parts, payload as { roleArn: string; endedAt: string }),
    },
    {
      event: CLUSTER_READY,
      subscriber: 'sessions.on-cluster-ready',
      handle: async (payload) => {
        const place = { kind: 'cluster', id: (payload as { clusterId: string }).clusterId } as const
        // Its engine is made before anybody waits for a session.
        const cluster = await parts.capacity.findCluster(place.id)
        if (cluster) parts.grounds.prepare({ engine: engineOf(cluster.releaseLabel) })
        await parts.drivers.runs.schedule({ kind: 'step', place })
      },
    },
    {
      event: CLUSTER_TERMINATING,
      subscriber: 'sessions.on-cluster-terminating',
      handle: (payload) => endCluster(parts, payload as { clusterId: string }),
    },
  ]
}
