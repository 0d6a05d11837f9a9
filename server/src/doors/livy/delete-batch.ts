import type { Route } from './route.ts'

export const deleteBatch: Route = {
  method: 'DELETE',
  path: '/batches/:',
  summary: 'Stop and forget a batch',
  async run({ sessions }, { user, parameters: [id = ''] }) {
    await sessions.deleteBatch(user, id)
    return { body: { msg: 'deleted' } }
  },
}
