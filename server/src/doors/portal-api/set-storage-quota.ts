import { operatorOperation } from './operation.ts'
import { accountNamed, storageUseOf } from './storage-use.ts'

export const setStorageQuota = operatorOperation('setStorageQuota', async (deps, call) => {
  const accountId = await accountNamed(deps, call.params.account)
  await deps.storage.setQuota(accountId, call.body)
  return storageUseOf(deps, accountId)
})
