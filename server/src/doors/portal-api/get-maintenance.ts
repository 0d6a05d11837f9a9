import type { AccountId } from '../../contexts/identity/index.ts'
import { wireMaintenance, wirePolicy } from './maintenance-wire.ts'
import { operation } from './operation.ts'

export const getMaintenance = operation('getMaintenance', async (deps, { caller, params }) => {
  const { account, ...name } = params
  const ref = { ...name, accountId: account as AccountId }
  const { policy, last } = await deps.catalog.getMaintenance(caller, ref)
  return { policy: wirePolicy(policy), ...(last && { last: wireMaintenance(last) }) }
})
