import { notebooksOf } from './notebooks-of.ts'
import { operation } from './operation.ts'

export const stopNotebook = operation('stopNotebook', async (deps, { caller, params }) => {
  await notebooksOf(deps).stopNotebook(caller, params.id)
  return { done: true }
})
