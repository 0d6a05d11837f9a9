import { operation } from './operation.ts'
import { sessionsOf } from './sessions-of.ts'

export const keepSession = operation('keepSession', async (deps, { caller, params }) => {
  await sessionsOf(deps).keepAccountSession(caller, params.id)
  return { done: true }
})
