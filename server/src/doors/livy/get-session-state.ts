import type { Route } from './route.ts'

export const getSessionState: Route = {
  method: 'GET',
  path: '/sessions/:/state',
  summary: 'The state of a session',
  async run({ sessions }, { user, parameters: [name = ''] }) {
    const { id, state } = await sessions.getSession(user, name)
    return { body: { id, state } }
  },
}
