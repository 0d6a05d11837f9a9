import type { AccountId } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { applicationState, noSuchApplication } from '../errors.ts'
import { startApplicationNow } from '../lifecycle/start-application.ts'
import type { Application } from '../model/application.ts'
import { findApplication } from '../store/applications.ts'

/**
 * The application for a run or session, started if it starts by itself. Whether the caller may use
 * it is the asking context's question.
 *
 * @throws compute.no-such-application, compute.application-state
 */
export async function readyApplication(
  deps: ComputeDeps,
  { accountId, applicationId }: { accountId: AccountId; applicationId: string },
): Promise<Application> {
  const application = await findApplication(deps.sql, applicationId)
  if (application?.accountId !== accountId) throw noSuchApplication({ applicationId })
  const { state, autoStart } = application
  if (state === 'STARTED') return application
  const startable = autoStart && state !== 'TERMINATED'
  if (!startable) throw applicationState({ applicationId, state, verb: 'used' })
  return startApplicationNow(deps, applicationId)
}
