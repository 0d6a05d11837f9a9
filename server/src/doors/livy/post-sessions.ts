import { parseSession } from './requests.ts'
import type { Route } from './route.ts'
import { sessionView } from './views.ts'

export const postSessions: Route = {
  method: 'POST',
  path: '/sessions',
  summary: 'Start a session',
  async run({ sessions }, { user, query, body }) {
    const session = await sessions.createSession(user, parseSession(body, query))
    const view = sessionView(sessions, session)
    return { status: 201, location: `/sessions/${session.id}`, body: view }
  },
}
