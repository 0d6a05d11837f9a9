import type { Route } from './route.ts'

export const deleteSession: Route = {
  method: 'DELETE',
  path: '/sessions/:',
  summary: 'End a session',
  async run({ sessions }, { user, parameters: [id = ''] }) {
    await sessions.deleteSession(user, id)
    return { body: { msg: 'deleted' } }
  },
}
