import { notebooksOf, notebookWire } from './notebooks-of.ts'
import { operation } from './operation.ts'

export const openNotebook = operation('openNotebook', async (deps, { caller, body }) => {
  const wish = body.role === undefined ? {} : { roleArn: body.role }
  return notebookWire(await notebooksOf(deps).openNotebook(caller, wish))
})
