import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { applicationState, noSuchApplication } from '../errors.ts'
import {
  type Application,
  type ApplicationChange,
  changed,
  checkApplication,
} from '../model/application.ts'
import { applicationArn } from '../model/arn.ts'
import { updateApplication as keep, lockApplication } from '../store/applications.ts'

export interface UpdateApplication {
  applicationId: string
  change: ApplicationChange
}

/**
 * Only of one that is not started: what runs on it was opened under its limits and release.
 *
 * @throws identity.access-denied, compute.no-such-application, compute.application-state,
 * compute.invalid-application, compute.no-such-release
 * @see EMR Serverless `UpdateApplication`
 */
export async function updateApplication(
  { sql, identity, region, clock }: ComputeDeps,
  caller: Caller,
  { applicationId, change }: UpdateApplication,
): Promise<Application> {
  const { accountId } = caller
  const resource = applicationArn({ region, accountId }, applicationId)
  await identity.demand(caller, { action: 'emr-serverless:UpdateApplication', resource })
  return transaction(sql, async (tx) => {
    const found = await lockApplication(tx, applicationId)
    if (found?.accountId !== accountId) throw noSuchApplication({ applicationId })
    const { state } = found
    // EMR Serverless API: it has to be in a stopped or created state to be updated.
    if (state !== 'CREATED' && state !== 'STOPPED')
      throw applicationState({ applicationId, state, verb: 'updated' })
    const application = { ...changed(found, change), updatedAt: clock() }
    checkApplication(application)
    await keep(tx, application)
    const detail = { change }
    await recordDone(tx, caller, { action: 'compute.application-updated', resource, detail })
    return application
  })
}
