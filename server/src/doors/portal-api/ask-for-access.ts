import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const askForAccess = operation('askForAccess', async (deps, { caller, body }) => {
  const { account, database, table, principal, reason, endsAt } = body
  const { id } = await deps.governance.requestAccess(caller, {
    catalogId: account as AccountId,
    resource: { kind: 'table', database, table },
    purpose: reason,
    ...(principal && { principal }),
    ...(endsAt && { endsAt: new Date(endsAt) }),
  })
  return { id }
})
