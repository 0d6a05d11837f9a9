import { entranceUrl } from '../shared/side-pages.ts'
import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'
import { reachedAt } from './reached-at.ts'

/** On the host by which the caller reached us, so that it is of the portal’s own site. */
export const openRunDashboard = operation(
  'openRunDashboard',
  async (deps, { caller, params, exchange }) => {
    const entrance = await pipelinesOf(deps).openRunDashboard(caller, { runId: params.id })
    return { url: entranceUrl(reachedAt(exchange), entrance) }
  },
)
