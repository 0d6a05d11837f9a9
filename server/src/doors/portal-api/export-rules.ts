import { operation } from './operation.ts'

export const exportRules = operation('exportRules', async ({ governance }, { caller }) => {
  return { document: await governance.exportRules(caller) }
})
