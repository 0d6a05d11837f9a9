import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { closeAccount, isOpenAccount, openAccount } from '../store/public-accounts.ts'

/** Which accounts may have public buckets, for who runs the platform: none, unless said so. */
export interface PublicAccess {
  publicAccess(accountId: string): Promise<boolean>
  setPublicAccess(accountId: string, allowed: boolean): Promise<void>
}

export function createPublicAccess(deps: Pick<StorageParts, 'sql' | 'clock'>): PublicAccess {
  return {
    publicAccess: (accountId) => isOpenAccount(deps.sql, accountId),
    setPublicAccess: (accountId, allowed) =>
      transaction(deps.sql, async (tx) => {
        if (allowed) await openAccount(tx, accountId, deps.clock())
        else await closeAccount(tx, accountId)
        const action = `storage.public-access-${allowed ? 'allowed' : 'blocked'}`
        await recordOwnWork(tx, { accountId }, { action, resource: accountId })
      }),
  }
}
