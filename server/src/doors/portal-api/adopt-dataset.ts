import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const adoptDataset = operation('adoptDataset', async (deps, { caller, body }) => {
  const { account, ...command } = body
  const accountId = account as AccountId
  const { id } = await deps.catalog.adoptTable(caller, { ...command, accountId })
  return { id }
})
