import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Application } from '../model/application.ts'
import { type ApplicationFilter, listApplications as select } from '../store/applications.ts'

/** The applications of the caller's account, the newest first. @throws identity.access-denied */
export async function listApplications(
  { sql, identity, region }: ComputeDeps,
  caller: Caller,
  filter: ApplicationFilter,
): Promise<Application[]> {
  const resource = `arn:aws:emr-serverless:${region}:${caller.accountId}:/*`
  await identity.demand(caller, { action: 'emr-serverless:ListApplications', resource })
  return select(sql, caller.accountId, filter)
}
