import { parsePage } from './requests.ts'
import type { Route } from './route.ts'
import { sessionView } from './views.ts'

export const getSessions: Route = {
  method: 'GET',
  path: '/sessions',
  summary: 'List sessions',
  async run({ sessions }, { user, query }) {
    const page = parsePage(query)
    const { total, sessions: found } = await sessions.listSessions(user, page)
    const views = found.map((session) => sessionView(sessions, session))
    return { body: { from: page.from, total, sessions: views } }
  },
}
