import type { Route } from './route.ts'

export const postSessionStatementCancel: Route = {
  method: 'POST',
  path: '/sessions/:/statements/:/cancel',
  summary: 'Cancel a statement',
  async run({ sessions }, { user, parameters: [session = '', number = ''] }) {
    await sessions.cancelStatement(user, { session, number: Number(number) })
    return { body: { msg: 'canceled' } }
  },
}
