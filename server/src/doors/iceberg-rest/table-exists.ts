import { NO_CONTENT, type Route } from './route.ts'
import { tableOf } from './wire-names.ts'

export const tableExists: Route = {
  name: 'tableExists',
  method: 'HEAD',
  path: '/v1/{prefix}/namespaces/{namespace}/tables/{table}',
  summary: 'Check a table',
  async run({ catalog }, asked) {
    await catalog.describeTable(asked.caller, { ...tableOf(asked), only: 'iceberg' })
    return NO_CONTENT
  },
}
