import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const setMaintenanceDefaults = operation('setMaintenanceDefaults', async (deps, call) => {
  const accountId = call.params.account as AccountId
  await deps.catalog.setMaintenanceDefaults(call.caller, { accountId, ...call.body })
  return { done: true }
})
