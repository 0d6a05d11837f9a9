import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { applicationBusy, applicationState, noSuchApplication } from '../errors.ts'
import { stop } from '../lifecycle/stop-application.ts'
import { applicationArn } from '../model/arn.ts'
import { lockApplication } from '../store/applications.ts'
import { busyOwners } from '../store/reservations.ts'

/**
 * Only without running drivers; one that is stopped already stays so.
 *
 * @throws identity.access-denied, compute.no-such-application, compute.application-state,
 * compute.application-busy
 * @see EMR Serverless `StopApplication`
 */
export async function stopApplication(
  { sql, identity, region, clock, livyPorts }: ComputeDeps,
  caller: Caller,
  applicationId: string,
): Promise<void> {
  const { accountId } = caller
  const resource = applicationArn({ region, accountId }, applicationId)
  await identity.demand(caller, { action: 'emr-serverless:StopApplication', resource })
  const port = await transaction(sql, async (tx) => {
    const application = await lockApplication(tx, applicationId)
    if (application?.accountId !== accountId) throw noSuchApplication({ applicationId })
    const { state, livyPort } = application
    if (state === 'STOPPED') return undefined
    if (state !== 'STARTED') throw applicationState({ applicationId, state, verb: 'stopped' })
    const used = (await busyOwners(tx)).has(`application:${applicationId}`)
    if (used) throw applicationBusy({ applicationId })
    await stop(tx, application, { details: '', now: clock() })
    await recordDone(tx, caller, { action: 'compute.application-stopped', resource })
    return livyPort
  })
  if (port !== undefined) await livyPorts.close(port)
}
