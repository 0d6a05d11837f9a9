import { operatorOperation } from './operation.ts'
import { accountNamed, storageUseOf } from './storage-use.ts'

export const getStorageUse = operatorOperation('getStorageUse', async (deps, { params }) =>
  storageUseOf(deps, await accountNamed(deps, params.account)),
)
