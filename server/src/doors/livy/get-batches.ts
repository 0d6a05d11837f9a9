import { parsePage } from './requests.ts'
import type { Route } from './route.ts'
import { batchView } from './views.ts'

export const getBatches: Route = {
  method: 'GET',
  path: '/batches',
  summary: 'List batches',
  async run({ sessions }, { user, query }) {
    const page = parsePage(query)
    const { total, batches } = await sessions.listBatches(user, page)
    return { body: { from: page.from, total, sessions: batches.map(batchView) } }
  },
}
