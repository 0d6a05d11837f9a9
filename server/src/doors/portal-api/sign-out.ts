import { openOperation } from './operation.ts'
import { closeSession } from './session.ts'

export const signOut = openOperation('signOut', async (_deps, { exchange }) => {
  closeSession(exchange)
  return { done: true }
})
