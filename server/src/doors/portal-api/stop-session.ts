import { operation } from './operation.ts'
import { sessionsOf } from './sessions-of.ts'

export const stopSession = operation('stopSession', async (deps, { caller, params }) => {
  await sessionsOf(deps).endAccountSession(caller, params.id)
  return { done: true }
})
