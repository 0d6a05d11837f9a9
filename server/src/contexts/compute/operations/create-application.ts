import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { tokenReused } from '../errors.ts'
import {
  type Application,
  type ApplicationPlan,
  checkApplication,
  samePlan,
} from '../model/application.ts'
import { applicationArn } from '../model/arn.ts'
import { findApplicationByToken, insertApplication } from '../store/applications.ts'

/**
 * The same token with the same plan answers the application that it made before.
 *
 * @throws identity.access-denied, compute.invalid-application, compute.token-reused
 * @see EMR Serverless `CreateApplication`
 */
export async function createApplication(
  { sql, identity, region, clock }: ComputeDeps,
  caller: Caller,
  { plan, clientToken }: { plan: ApplicationPlan; clientToken: string },
): Promise<Application> {
  const { accountId } = caller
  const all = `arn:aws:emr-serverless:${region}:${accountId}:/*`
  await identity.demand(caller, { action: 'emr-serverless:CreateApplication', resource: all })
  checkApplication(plan)
  const now = clock()
  const application: Application = {
    ...plan,
    id: `00${randomText(14, 'lower')}`,
    accountId,
    state: 'CREATED',
    stateDetails: '',
    createdBy: caller.principalArn,
    clientToken,
    livyPort: undefined,
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
  }
  return transaction(sql, async (tx) => {
    if (!(await insertApplication(tx, application))) {
      const before = await findApplicationByToken(tx, accountId, clientToken)
      if (!before || !samePlan(plan, before)) throw tokenReused({ token: clientToken })
      return before
    }
    const resource = applicationArn({ region, accountId }, application.id)
    const detail = { name: plan.name, maximumCapacity: plan.maximumCapacity }
    await recordDone(tx, caller, { action: 'compute.application-created', resource, detail })
    return application
  })
}
