import { entranceUrl } from '../shared/side-pages.ts'
import { operation } from './operation.ts'
import { reachedAt } from './reached-at.ts'
import { sessionsOf } from './sessions-of.ts'

/** On the host by which the caller reached us, so that it is of the portal’s own site. */
export const openSessionDashboard = operation(
  'openSessionDashboard',
  async (deps, { caller, params, exchange }) => {
    const entrance = await sessionsOf(deps).openSessionDashboard(caller, params.id)
    return { url: entranceUrl(reachedAt(exchange), entrance) }
  },
)
