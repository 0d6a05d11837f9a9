import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'

export const listAudits = operation('listAudits', async (deps, { caller }) => {
  const readable = await deps.governance.listAudits(caller)
  return { items: readable.map(await accountNames(deps.identity)) }
})
