import { etagOf, knownAs, loadResult, wantsCredentials } from './load-table-result.ts'
import type { Route } from './route.ts'
import { tableOf } from './wire-names.ts'

export const loadTable: Route = {
  name: 'loadTable',
  method: 'GET',
  path: '/v1/{prefix}/namespaces/{namespace}/tables/{table}',
  summary: 'Load a table',
  async run(deps, asked) {
    const loaded = await deps.catalog.loadTable(asked.caller, tableOf(asked))
    const etag = etagOf(loaded, asked)
    const known = knownAs(etag, asked)
    // Credentials grow old where metadata does not: who wants them gets all of it.
    if (known && !wantsCredentials(asked)) return { status: 304, headers: { etag } }
    return { text: await loadResult(deps, asked, loaded), headers: { etag } }
  },
}
