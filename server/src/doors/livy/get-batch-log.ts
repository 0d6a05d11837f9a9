import { logPage } from './requests.ts'
import type { Route } from './route.ts'

export const getBatchLog: Route = {
  method: 'GET',
  path: '/batches/:/log',
  summary: 'The log of a batch',
  async run({ sessions }, { user, query, parameters: [name = ''] }) {
    const { id, log } = await sessions.getBatch(user, name)
    return { body: { id: Number(id), ...logPage(log, query) } }
  },
}
