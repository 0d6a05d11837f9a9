import { parseCompletion } from './requests.ts'
import type { Route } from './route.ts'

export const postSessionCompletion: Route = {
  method: 'POST',
  path: '/sessions/:/completion',
  summary: 'Complete a line of code',
  async run({ sessions }, { user, body, parameters: [session = ''] }) {
    const candidates = await sessions.complete(user, { session, ...parseCompletion(body) })
    return { body: { candidates } }
  },
}
