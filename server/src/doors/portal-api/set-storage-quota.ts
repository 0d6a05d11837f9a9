import { operatorOperation } from './operation.ts'
import { accountNamed, wireUse } from './storage-use.ts'

export const setStorageQuota = operatorOperation('setStorageQuota', async (deps, call) => {
  const accountId = await accountNamed(deps, call.params.account)
  return wireUse(await deps.storage.setQuota(accountId, call.body))
})
