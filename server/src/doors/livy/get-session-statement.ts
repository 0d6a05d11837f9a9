import type { Route } from './route.ts'
import { statementView } from './views.ts'

export const getSessionStatement: Route = {
  method: 'GET',
  path: '/sessions/:/statements/:',
  summary: 'One statement, with its output',
  async run({ sessions }, { user, parameters: [session = '', number = ''] }) {
    const wanted = { session, number: Number(number) }
    return { body: statementView(await sessions.getStatement(user, wanted)) }
  },
}
