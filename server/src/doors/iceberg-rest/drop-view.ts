import { NO_CONTENT, type Route } from './route.ts'
import { viewOf } from './wire-names.ts'

export const dropView: Route = {
  name: 'dropView',
  method: 'DELETE',
  path: '/v1/{prefix}/namespaces/{namespace}/views/{view}',
  summary: 'Drop a view',
  async run({ catalog }, asked) {
    await catalog.dropView(asked.caller, viewOf(asked))
    return NO_CONTENT
  },
}
