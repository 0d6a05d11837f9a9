import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { findQuota, putQuota, type Quota, type Use, useOf } from '../store/use.ts'

export interface Keeping extends Use {
  /** What the account may keep at most; undefined where nothing bounds it. */
  quota: Quota
}

/** What an account keeps and may keep, for who runs the platform. */
export interface Quotas {
  keeping(accountId: string): Promise<Keeping>
  /** What is not given is the platform's default. What is kept already stays. */
  setQuota(accountId: string, quota: Quota): Promise<Keeping>
}

export function createQuotas(deps: Pick<StorageParts, 'sql' | 'quota'>): Quotas {
  async function keeping(accountId: string): Promise<Keeping> {
    const own = await findQuota(deps.sql, accountId)
    const { sizeBytesMax = deps.quota.sizeBytesMax, objectsMax = deps.quota.objectsMax } = own
    return { ...(await useOf(deps.sql, accountId)), quota: { sizeBytesMax, objectsMax } }
  }
  return {
    keeping,
    async setQuota(accountId, quota) {
      await transaction(deps.sql, async (tx) => {
        await putQuota(tx, accountId, quota)
        const deed = { action: 'storage.quota-set', resource: accountId, detail: { ...quota } }
        await recordOwnWork(tx, { accountId }, deed)
      })
      return keeping(accountId)
    },
  }
}
