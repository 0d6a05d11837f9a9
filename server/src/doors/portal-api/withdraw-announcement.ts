import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const withdrawAnnouncement = operation('withdrawAnnouncement', async (deps, call) => {
  const { account, ...of } = call.params
  await deps.catalog.withdrawAnnouncement(call.caller, { ...of, accountId: account as AccountId })
  return { done: true }
})
