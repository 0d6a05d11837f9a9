import type { Route } from './route.ts'
import { batchView } from './views.ts'

export const getBatch: Route = {
  method: 'GET',
  path: '/batches/:',
  summary: 'One batch',
  async run({ sessions }, { user, parameters: [id = ''] }) {
    return { body: batchView(await sessions.getBatch(user, id)) }
  },
}
