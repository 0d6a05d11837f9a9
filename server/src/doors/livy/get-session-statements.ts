import { parsePage } from './requests.ts'
import type { Route } from './route.ts'
import { statementView } from './views.ts'

export const getSessionStatements: Route = {
  method: 'GET',
  path: '/sessions/:/statements',
  summary: 'List the statements of a session',
  async run({ sessions }, { user, query, parameters: [session = ''] }) {
    const { from, size } = parsePage(query)
    const all = await sessions.listStatements(user, session)
    if (query.get('order') === 'desc') all.reverse()
    const statements = all.slice(from, from + size).map(statementView)
    return { body: { total_statements: all.length, statements } }
  },
}
