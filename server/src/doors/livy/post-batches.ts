import { parseBatch } from './requests.ts'
import type { Route } from './route.ts'
import { batchView } from './views.ts'

export const postBatches: Route = {
  method: 'POST',
  path: '/batches',
  summary: 'Run a script',
  async run({ sessions }, { user, query, body }) {
    const batch = await sessions.createBatch(user, parseBatch(body, query))
    return { status: 201, location: `/batches/${batch.id}`, body: batchView(batch) }
  },
}
