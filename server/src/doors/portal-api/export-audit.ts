import type { AccountId } from '../../contexts/identity/index.ts'
import { exportWire } from './audit-export-wire.ts'
import { operation } from './operation.ts'

export const exportAudit = operation('exportAudit', async (deps, { caller, body }) => {
  const { account, location, format, from, to, every } = body
  const asked = await deps.governance.exportAudit(caller, {
    accountId: (account ?? caller.accountId) as AccountId,
    location,
    ...(format && { format }),
    ...(from && { from: new Date(from) }),
    ...(to && { to: new Date(to) }),
    ...(every && { every }),
  })
  return exportWire(asked)
})
