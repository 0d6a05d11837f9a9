import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { applicationState, noSuchApplication } from '../errors.ts'
import { applicationArn } from '../model/arn.ts'
import { lockApplication, updateApplication } from '../store/applications.ts'

/**
 * Only when it is created or stopped.
 *
 * @throws identity.access-denied, compute.no-such-application, compute.application-state
 * @see EMR Serverless `DeleteApplication`
 */
export async function deleteApplication(
  { sql, identity, region, clock }: ComputeDeps,
  caller: Caller,
  applicationId: string,
): Promise<void> {
  const { accountId } = caller
  const resource = applicationArn({ region, accountId }, applicationId)
  await identity.demand(caller, { action: 'emr-serverless:DeleteApplication', resource })
  await transaction(sql, async (tx) => {
    const application = await lockApplication(tx, applicationId)
    if (application?.accountId !== accountId) throw noSuchApplication({ applicationId })
    const { state } = application
    if (!['CREATED', 'STOPPED'].includes(state))
      throw applicationState({ applicationId, state, verb: 'deleted' })
    await updateApplication(tx, { ...application, state: 'TERMINATED', updatedAt: clock() })
    await recordDone(tx, caller, { action: 'compute.application-deleted', resource })
  })
}
