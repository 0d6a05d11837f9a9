import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const documentDataset = operation('documentDataset', async (deps, call) => {
  const { account, ...name } = call.params
  const ref = { ...name, accountId: account as AccountId }
  await deps.catalog.setDocumentation(call.caller, { ...ref, documentation: call.body.markdown })
  return { done: true }
})
