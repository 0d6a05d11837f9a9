import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const reinstateDataset = operation('reinstateDataset', async (deps, call) => {
  const { account, ...name } = call.params
  await deps.catalog.reinstateDataset(call.caller, { ...name, accountId: account as AccountId })
  return { done: true }
})
