import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const describeDataset = operation('describeDataset', async (deps, call) => {
  const { account, ...name } = call.params
  const ref = { ...name, accountId: account as AccountId }
  await deps.catalog.describeDataset(call.caller, { ...ref, ...call.body })
  return { done: true }
})
