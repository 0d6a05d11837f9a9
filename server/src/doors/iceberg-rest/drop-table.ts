import { NO_CONTENT, type Route } from './route.ts'
import { tableOf } from './wire-names.ts'

export const dropTable: Route = {
  name: 'dropTable',
  method: 'DELETE',
  path: '/v1/{prefix}/namespaces/{namespace}/tables/{table}',
  summary: 'Drop a table',
  async run({ catalog }, asked) {
    const purge = asked.query.purgeRequested?.toLowerCase() === 'true'
    await catalog.dropTable(asked.caller, { ...tableOf(asked), purge })
    return NO_CONTENT
  },
}
