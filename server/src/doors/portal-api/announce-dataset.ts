import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const announceDataset = operation('announceDataset', async (deps, call) => {
  const { account, ...name } = call.params
  const { text, from, until } = call.body
  return deps.catalog.announceDataset(call.caller, {
    ...{ ...name, accountId: account as AccountId, text },
    ...(from && { fromAt: new Date(from) }),
    ...(until && { untilAt: new Date(until) }),
  })
})
