import { randomText } from '../../../foundation/ids.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { provisionedProductArn } from '../model/arn.ts'
import { lockLaunched } from '../store/provisioning.ts'
import { endProvisioned } from './terminate-provisioned-product.ts'

/**
 * The platform ends what a later context had launched from the catalogue, by the token that it was
 * launched with, which only that context knows. What has ended, or never began, is no harm.
 */
export async function endLaunched(
  { sql, clock, region }: Pick<ComputeDeps, 'sql' | 'clock' | 'region'>,
  { accountId, token, reason }: { accountId: AccountId; token: string; reason: string },
): Promise<void> {
  await transaction(sql, async (tx) => {
    const product = await lockLaunched(tx, accountId, token)
    if (!product) return
    await endProvisioned(tx, product, { token: randomText(26, 'lower'), now: clock(), reason })
    const resource = provisionedProductArn({ region, accountId }, product.id)
    const action = 'compute.provisioned-product-terminated'
    await recordOwnWork(tx, { accountId }, { action, resource, detail: { reason } })
  })
}
