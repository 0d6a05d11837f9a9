import { notebooksOf, notebookWire } from './notebooks-of.ts'
import { operation } from './operation.ts'

export const listNotebooks = operation('listNotebooks', async (deps, { caller }) => {
  const notebooks = notebooksOf(deps)
  const found = await notebooks.listNotebooks(caller)
  return { items: found.map(notebookWire), roles: await notebooks.listRoles(caller) }
})
