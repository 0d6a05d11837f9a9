import type { Route } from './route.ts'

export const postSessionInterrupt: Route = {
  method: 'POST',
  path: '/sessions/:/interrupt',
  summary: 'Interrupt what a session runs',
  async run({ sessions }, { user, parameters: [id = ''] }) {
    await sessions.interruptSession(user, id)
    return { body: { msg: 'interrupted' } }
  },
}
