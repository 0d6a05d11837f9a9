import type { Route } from './route.ts'
import { sessionView } from './views.ts'

export const getSession: Route = {
  method: 'GET',
  path: '/sessions/:',
  summary: 'One session',
  async run({ sessions }, { user, parameters: [id = ''] }) {
    return { body: sessionView(sessions, await sessions.getSession(user, id)) }
  },
}
