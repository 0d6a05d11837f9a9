import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnProduct } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchProduct } from '../errors.ts'
import type { ProductVersion } from '../model/product.ts'
import { changeVersion, lockProduct, type VersionChange } from '../store/products.ts'

export interface UpdateVersion {
  productId: string
  versionId: string
  change: VersionChange
}

/**
 * What stands beside its template, which stays: its name, whether it is in use, and whether it is
 * still for new clusters. Those that run are not touched.
 *
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `UpdateProvisioningArtifact`
 */
export async function updateVersion(
  deps: ComputeDeps,
  caller: Caller,
  { productId, versionId, change }: UpdateVersion,
): Promise<ProductVersion> {
  const { accountId } = caller
  const wanted = { action: 'UpdateProvisioningArtifact', id: productId }
  const resource = await demandOnProduct(deps, caller, wanted)
  return transaction(deps.sql, async (tx) => {
    if (!(await lockProduct(tx, { id: productId, accountId })))
      throw noSuchProduct({ what: 'product', id: productId })
    const version = await changeVersion(tx, { productId, id: versionId }, change)
    if (!version) throw noSuchProduct({ what: 'provisioning artifact', id: versionId })
    const detail = { version: version.name, ...change }
    await recordDone(tx, caller, { action: 'compute.product-version-updated', resource, detail })
    return version
  })
}
