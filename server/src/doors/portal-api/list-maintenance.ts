import type { AccountId } from '../../contexts/identity/index.ts'
import { wireMaintenance } from './maintenance-wire.ts'
import { operation } from './operation.ts'

export const listMaintenance = operation('listMaintenance', async (deps, call) => {
  const { account, ...name } = call.params
  const { cursor, limit } = call.query
  const { items, next } = await deps.catalog.listMaintenance(call.caller, {
    ...name,
    accountId: account as AccountId,
    ...(cursor && { token: cursor }),
    ...(limit && { size: limit }),
  })
  return { items: items.map(wireMaintenance), ...(next !== undefined && { nextCursor: next }) }
})
