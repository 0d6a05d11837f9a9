import type { StorageUse } from '@millrace/contract'
import type { Keeping } from '../../contexts/storage/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { noSuchItem } from './errors.ts'

/** By its id or its name. @throws portal-api.no-such-item */
export async function accountNamed(deps: PortalApiDeps, named: string): Promise<string> {
  const accounts = await deps.identity.accounts()
  const found = accounts.find(({ id, name }) => id === named || name === named)
  if (!found) throw noSuchItem({ kind: 'account', id: named })
  return found.id
}

export function wireUse({ sizeBytes, objects, quota }: Keeping): StorageUse {
  const { sizeBytesMax, objectsMax } = quota
  return {
    ...{ sizeBytes, objects },
    quota: {
      ...(sizeBytesMax === undefined ? {} : { sizeBytesMax }),
      ...(objectsMax === undefined ? {} : { objectsMax }),
    },
  }
}
