import { logPage } from './requests.ts'
import type { Route } from './route.ts'

export const getSessionLog: Route = {
  method: 'GET',
  path: '/sessions/:/log',
  summary: 'The log of a session',
  async run({ sessions }, { user, query, parameters: [name = ''] }) {
    const session = await sessions.getSession(user, name)
    return { body: { id: session.id, ...logPage(sessions.logOf(session), query) } }
  },
}
