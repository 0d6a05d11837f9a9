import { operatorOperation } from './operation.ts'
import { accountNamed, wireUse } from './storage-use.ts'

export const getStorageUse = operatorOperation('getStorageUse', async (deps, { params }) => {
  const accountId = await accountNamed(deps, params.account)
  return wireUse(await deps.storage.keeping(accountId))
})
