import { parseStatement } from './requests.ts'
import type { Route } from './route.ts'
import { statementView } from './views.ts'

export const postSessionStatements: Route = {
  method: 'POST',
  path: '/sessions/:/statements',
  summary: 'Run code in a session',
  async run({ sessions }, { user, body, parameters: [session = ''] }) {
    const statement = await sessions.postStatement(user, { session, ...parseStatement(body) })
    const location = `/sessions/${statement.sessionId}/statements/${statement.number}`
    return { status: 201, location, body: statementView(statement) }
  },
}
