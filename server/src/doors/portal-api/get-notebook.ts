import { notebooksOf, notebookWire } from './notebooks-of.ts'
import { operation } from './operation.ts'

export const getNotebook = operation('getNotebook', async (deps, { caller, params }) =>
  notebookWire(await notebooksOf(deps).getNotebook(caller, params.id)),
)
