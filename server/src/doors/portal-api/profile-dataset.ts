import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const profileDataset = operation('profileDataset', async (deps, { caller, params }) => {
  const { account, ...name } = params
  await deps.catalog.profileTable(caller, { ...name, accountId: account as AccountId })
  return { done: true }
})
