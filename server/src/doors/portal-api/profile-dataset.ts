import type { AccountId } from '../../contexts/identity/index.ts'
import { leftOutOf } from './dataset.ts'
import { operation } from './operation.ts'

export const profileDataset = operation('profileDataset', async (deps, { caller, params }) => {
  const { account, ...name } = params
  const ref = { ...name, accountId: account as AccountId }
  const { leftOut } = await deps.catalog.profileTable(caller, ref)
  return { done: true, ...leftOutOf(leftOut) }
})
