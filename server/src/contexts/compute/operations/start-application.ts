import { recordDone } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchApplication } from '../errors.ts'
import { startApplicationNow } from '../lifecycle/start-application.ts'
import { applicationArn } from '../model/arn.ts'
import { findApplication } from '../store/applications.ts'

/**
 * @throws identity.access-denied, compute.no-such-application, compute.application-state
 * @see EMR Serverless `StartApplication`
 */
export async function startApplication(
  deps: ComputeDeps,
  caller: Caller,
  applicationId: string,
): Promise<void> {
  const { sql, identity, region } = deps
  const { accountId } = caller
  const resource = applicationArn({ region, accountId }, applicationId)
  await identity.demand(caller, { action: 'emr-serverless:StartApplication', resource })
  const application = await findApplication(sql, applicationId)
  if (application?.accountId !== accountId) throw noSuchApplication({ applicationId })
  await startApplicationNow(deps, applicationId)
  await recordDone(sql, caller, { action: 'compute.application-started', resource })
}
