import type { Static } from 'typebox'
import type { ViewRequirement, ViewUpdate } from '../../contexts/catalog/index.ts'
import { viewResult } from './load-view-result.ts'
import type { Route } from './route.ts'
import { CommitView } from './schemas.ts'
import { viewOf } from './wire-names.ts'

export const replaceView: Route = {
  name: 'replaceView',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/views/{view}',
  summary: 'Commit to a view',
  body: CommitView,
  async run({ catalog }, asked) {
    const { requirements, updates } = asked.body as Static<typeof CommitView>
    const replaced = await catalog.replaceView(asked.caller, {
      ...viewOf(asked),
      requirements: (requirements ?? []) as ViewRequirement[],
      updates: updates as ViewUpdate[],
    })
    return { body: viewResult(replaced) }
  },
}
