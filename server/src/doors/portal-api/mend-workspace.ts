import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const mendWorkspace = operation('mendWorkspace', async (deps, { caller, params }) => {
  await trialsOf(deps, 'mendWorkspace').mendWorkspace(caller, params)
  return { done: true as const }
})
