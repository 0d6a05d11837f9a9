import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio, demandOnProduct, noSuchPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueEntryInUse, noSuchProduct } from '../errors.ts'
import { constraintsOf } from '../store/launch-constraints.ts'
import { lockPortfolio, placeProduct, removeProduct } from '../store/portfolios.ts'
import { lockProduct } from '../store/products.ts'

export interface ProductPlace {
  portfolioId: string
  productId: string
  there: boolean
}

/**
 * Puts an own product into an own portfolio, or takes it out; it needs a right to both.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.catalogue-entry-in-use
 * @see Service Catalog `AssociateProductWithPortfolio`, `DisassociateProductFromPortfolio`
 */
export async function setProductPlace(
  deps: ComputeDeps,
  caller: Caller,
  place: ProductPlace,
): Promise<void> {
  const { portfolioId, productId, there } = place
  const { accountId } = caller
  const action = there ? 'AssociateProductWithPortfolio' : 'DisassociateProductFromPortfolio'
  const resource = await demandOnPortfolio(deps, caller, { action, id: portfolioId })
  await demandOnProduct(deps, caller, { action, id: productId })
  await transaction(deps.sql, async (tx) => {
    if (!(await lockPortfolio(tx, { id: portfolioId, accountId })))
      throw noSuchPortfolio(portfolioId)
    const product = { what: 'product', id: productId }
    if (!(await lockProduct(tx, { id: productId, accountId }))) throw noSuchProduct(product)
    if (there) await placeProduct(tx, { portfolioId, productId })
    else await takeOut(tx, caller, place)
    const deed = there ? 'compute.product-placed' : 'compute.product-taken-out'
    await recordDone(tx, caller, { action: deed, resource, detail: { productId } })
  })
}

async function takeOut(
  tx: SqlTransaction,
  { accountId }: Caller,
  { portfolioId, productId }: ProductPlace,
): Promise<void> {
  const id = productId
  if ((await constraintsOf(tx, accountId, { portfolioId, productId })).length > 0)
    throw catalogueEntryInUse({ what: 'product', id, holds: 'a constraint in the portfolio' })
  if (!(await removeProduct(tx, { portfolioId, productId })))
    throw noSuchProduct({ what: `in portfolio "${portfolioId}", product`, id })
}
