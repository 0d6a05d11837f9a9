import type { AccountId } from '../../contexts/identity/index.ts'
import { noSuchItem } from './errors.ts'
import { wireMaintenance } from './maintenance-wire.ts'
import { operation } from './operation.ts'

export const runMaintenance = operation('runMaintenance', async (deps, call) => {
  const { account, ...name } = call.params
  const command = { ...name, accountId: account as AccountId, ...call.body }
  const run = await deps.catalog.runMaintenance(call.caller, command)
  if (!run) throw noSuchItem({ kind: 'run of maintenance', id: name.table })
  return wireMaintenance(run)
})
