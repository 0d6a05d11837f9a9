import { notebooksOf } from './notebooks-of.ts'
import { operation } from './operation.ts'

/** On the host by which the caller reached us, so that the notebook is of the portal’s own site. */
export const enterNotebook = operation(
  'enterNotebook',
  async (deps, { caller, params, exchange }) => {
    const { port, code } = await notebooksOf(deps).enterNotebook(caller, params.id)
    const scheme = exchange.secure ? 'https' : 'http'
    const url = new URL(`${scheme}://${exchange.request.headers.host}/millrace/enter`)
    url.port = String(port)
    url.searchParams.set('code', code)
    return { url: url.href }
  },
)
