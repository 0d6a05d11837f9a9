import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const deleteDataFilter = operation('deleteDataFilter', async (deps, call) => {
  const { account, ...name } = call.params
  const { force = false } = call.body
  const command = { ...name, catalogId: account as AccountId, force }
  await deps.governance.deleteDataFilter(call.caller, command)
  return { done: true }
})
