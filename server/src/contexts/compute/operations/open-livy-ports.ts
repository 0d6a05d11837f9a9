import type { ComputeDeps } from '../deps.ts'
import { scheduleReconcile } from '../lifecycle/schedule.ts'
import { ready } from '../model/cluster.ts'
import { startedApplications } from '../store/applications.ts'
import { aliveClusters } from '../store/clusters.ts'

/** At the start of the server: every living cluster and application listens again. */
export async function openLivyPorts(deps: ComputeDeps): Promise<void> {
  const { sql, livyPorts, heads, log } = deps
  await heads.start(() => scheduleReconcile(sql), log)
  const clusters = (await aliveClusters(sql)).filter(ready)
  const owners = [
    ...clusters.map(({ id, livyPort }) => ({ kind: 'cluster' as const, id, livyPort })),
    ...(await startedApplications(sql)).map(({ id, livyPort }) => ({
      kind: 'application' as const,
      id,
      livyPort,
    })),
  ]
  for (const { kind, id, livyPort } of owners) {
    if (livyPort === undefined || (await livyPorts.open(livyPort, { kind, id }))) continue
    log.error({ kind, id, livyPort }, 'another program listens on a Livy port of the platform')
  }
  await scheduleReconcile(sql)
}
