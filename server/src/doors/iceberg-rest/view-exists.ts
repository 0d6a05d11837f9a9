import { NO_CONTENT, type Route } from './route.ts'
import { viewOf } from './wire-names.ts'

export const viewExists: Route = {
  name: 'viewExists',
  method: 'HEAD',
  path: '/v1/{prefix}/namespaces/{namespace}/views/{view}',
  summary: 'Check a view',
  async run({ catalog }, asked) {
    await catalog.loadView(asked.caller, viewOf(asked))
    return NO_CONTENT
  },
}
