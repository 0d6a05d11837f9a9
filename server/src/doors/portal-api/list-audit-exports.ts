import type { AccountId } from '../../contexts/identity/index.ts'
import { exportWire } from './audit-export-wire.ts'
import { operation } from './operation.ts'

export const listAuditExports = operation('listAuditExports', async (deps, { caller, query }) => {
  const accountId = (query.account ?? caller.accountId) as AccountId
  const found = await deps.governance.listAuditExports(caller, { accountId })
  return { items: found.map(exportWire) }
})
