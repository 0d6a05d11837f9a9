import { credentialConfig, reachesOthers } from './load-table-result.ts'
import type { Route } from './route.ts'
import { tableOf } from './wire-names.ts'

export const loadCredentials: Route = {
  name: 'loadCredentials',
  method: 'GET',
  path: '/v1/{prefix}/namespaces/{namespace}/tables/{table}/credentials',
  summary: 'Fresh credentials for the files of a table',
  async run({ catalog }, asked) {
    const loaded = await catalog.loadTable(asked.caller, tableOf(asked))
    const vended = await catalog.vendCredentials(asked.caller, loaded, reachesOthers(asked))
    const list = vended ? [{ prefix: vended.prefix, config: credentialConfig(vended) }] : []
    return { body: { 'storage-credentials': list } }
  },
}
