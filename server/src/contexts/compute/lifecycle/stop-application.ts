import { recordOwnWork } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Application } from '../model/application.ts'
import { applicationArn } from '../model/arn.ts'
import { lockApplication, updateApplication } from '../store/applications.ts'
import { freePort } from '../store/livy-ports.ts'
import { busyOwners } from '../store/reservations.ts'

/** A started application without drivers becomes STOPPED; its port is closed by the caller. */
export async function stop(
  tx: SqlTransaction,
  application: Application,
  { details, now }: { details: string; now: Date },
): Promise<void> {
  await freePort(tx, { kind: 'application', id: application.id })
  await updateApplication(tx, {
    ...application,
    state: 'STOPPED',
    stateDetails: details,
    livyPort: undefined,
    updatedAt: now,
  })
}

export async function stopIdleApplication(deps: ComputeDeps, id: string): Promise<void> {
  const { sql, clock, region, livyPorts } = deps
  const port = await transaction(sql, async (tx) => {
    const application = await lockApplication(tx, id)
    const used = (await busyOwners(tx)).has(`application:${id}`)
    if (application?.state !== 'STARTED' || used) return undefined
    await stop(tx, application, { details: 'AUTO_STOPPING: idle for too long', now: clock() })
    const { accountId } = application
    const resource = applicationArn({ region, accountId }, id)
    await recordOwnWork(tx, { accountId }, { action: 'compute.application-stopped', resource })
    return application.livyPort
  })
  if (port !== undefined) await livyPorts.close(port)
}
