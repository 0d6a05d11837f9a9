import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnProduct } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueEntryInUse, noSuchProduct } from '../errors.ts'
import { countVersions, lockProduct, deleteVersion as remove } from '../store/products.ts'

/**
 * Clusters that were made from it run on; a product keeps at least one version.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.catalogue-entry-in-use
 * @see Service Catalog `DeleteProvisioningArtifact`
 */
export async function deleteVersion(
  deps: ComputeDeps,
  caller: Caller,
  { productId: id, versionId }: { productId: string; versionId: string },
): Promise<void> {
  const { accountId } = caller
  const action = 'DeleteProvisioningArtifact'
  const resource = await demandOnProduct(deps, caller, { action, id })
  await transaction(deps.sql, async (tx) => {
    const what = 'product'
    if (!(await lockProduct(tx, { id, accountId }))) throw noSuchProduct({ what, id })
    if (!(await remove(tx, { productId: id, id: versionId })))
      throw noSuchProduct({ what: 'provisioning artifact', id: versionId })
    if ((await countVersions(tx, id)) === 0)
      throw catalogueEntryInUse({ what, id, holds: 'no other version' })
    const detail = { version: versionId }
    await recordDone(tx, caller, { action: 'compute.product-version-deleted', resource, detail })
  })
}
