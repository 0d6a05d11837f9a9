import { operatorOperation } from './operation.ts'
import { accountNamed, storageUseOf } from './storage-use.ts'

export const setPublicAccess = operatorOperation('setPublicAccess', async (deps, call) => {
  const accountId = await accountNamed(deps, call.params.account)
  await deps.storage.setPublicAccess(accountId, call.body.allowed)
  return storageUseOf(deps, accountId)
})
