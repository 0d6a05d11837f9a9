import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnProduct } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueEntryInUse, noSuchProduct } from '../errors.ts'
import { placesOf } from '../store/portfolios.ts'
import { lockProduct, deleteProduct as remove } from '../store/products.ts'

/**
 * With all its versions; clusters that were made from it run on.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.catalogue-entry-in-use
 * @see Service Catalog `DeleteProduct`
 */
export async function deleteProduct(deps: ComputeDeps, caller: Caller, id: string): Promise<void> {
  const { accountId } = caller
  const resource = await demandOnProduct(deps, caller, { action: 'DeleteProduct', id })
  await transaction(deps.sql, async (tx) => {
    const what = 'product'
    if (!(await lockProduct(tx, { id, accountId }))) throw noSuchProduct({ what, id })
    if ((await placesOf(tx, { productId: id })).length > 0)
      throw catalogueEntryInUse({ what, id, holds: 'a place in a portfolio' })
    await remove(tx, id)
    await recordDone(tx, caller, { action: 'compute.product-deleted', resource })
  })
}
