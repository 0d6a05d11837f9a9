import type { Route } from './route.ts'
import { batchView } from './views.ts'

export const getBatchState: Route = {
  method: 'GET',
  path: '/batches/:/state',
  summary: 'The state of a batch',
  async run({ sessions }, { user, parameters: [name = ''] }) {
    const { id, state } = batchView(await sessions.getBatch(user, name))
    return { body: { id, state } }
  },
}
