import { notebookWire } from './notebooks-of.ts'
import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const openWorkspace = operation('openWorkspace', async (deps, { caller, params }) => {
  return notebookWire(await trialsOf(deps, 'openWorkspace').openWorkspace(caller, params))
})
