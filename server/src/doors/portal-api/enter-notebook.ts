import { entranceUrl } from '../shared/side-pages.ts'
import { notebooksOf } from './notebooks-of.ts'
import { operation } from './operation.ts'
import { reachedAt } from './reached-at.ts'

/** On the host by which the caller reached us, so that the notebook is of the portal’s own site. */
export const enterNotebook = operation(
  'enterNotebook',
  async (deps, { caller, params, exchange }) => {
    const entrance = await notebooksOf(deps).enterNotebook(caller, params.id)
    return { url: entranceUrl(reachedAt(exchange), entrance) }
  },
)
