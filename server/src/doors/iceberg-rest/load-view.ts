import { viewResult } from './load-view-result.ts'
import type { Route } from './route.ts'
import { viewOf } from './wire-names.ts'

export const loadView: Route = {
  name: 'loadView',
  method: 'GET',
  path: '/v1/{prefix}/namespaces/{namespace}/views/{view}',
  summary: 'Load a view',
  async run({ catalog }, asked) {
    return { body: viewResult(await catalog.loadView(asked.caller, viewOf(asked))) }
  },
}
