import type { StorageUse } from '@millrace/contract'
import type { PortalApiDeps } from './deps.ts'
import { noSuchItem } from './errors.ts'

/** By its id or its name. @throws portal-api.no-such-item */
export async function accountNamed(deps: PortalApiDeps, named: string): Promise<string> {
  const accounts = await deps.identity.accounts()
  const found = accounts.find(({ id, name }) => id === named || name === named)
  if (!found) throw noSuchItem({ kind: 'account', id: named })
  return found.id
}

export async function storageUseOf(
  { storage }: Pick<PortalApiDeps, 'storage'>,
  accountId: string,
): Promise<StorageUse> {
  const { sizeBytes, objects, quota } = await storage.keeping(accountId)
  const { sizeBytesMax, objectsMax } = quota
  return {
    ...{ sizeBytes, objects },
    quota: {
      ...(sizeBytesMax === undefined ? {} : { sizeBytesMax }),
      ...(objectsMax === undefined ? {} : { objectsMax }),
    },
    publicAccess: await storage.publicAccess(accountId),
  }
}
