import { operation } from './operation.ts'

export const stopAuditExport = operation('stopAuditExport', async (deps, { caller, params }) => {
  await deps.governance.stopAuditExport(caller, params)
  return { done: true }
})
