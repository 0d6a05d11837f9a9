import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchApplication } from '../errors.ts'
import type { Application } from '../model/application.ts'
import { applicationArn } from '../model/arn.ts'
import { findApplication } from '../store/applications.ts'

/** @throws identity.access-denied, compute.no-such-application */
export async function getApplication(
  { sql, identity, region }: ComputeDeps,
  caller: Caller,
  applicationId: string,
): Promise<Application> {
  const { accountId } = caller
  const resource = applicationArn({ region, accountId }, applicationId)
  await identity.demand(caller, { action: 'emr-serverless:GetApplication', resource })
  const application = await findApplication(sql, applicationId)
  if (application?.accountId !== accountId) throw noSuchApplication({ applicationId })
  return application
}
