import type { Caller } from '../../identity/index.ts'
import { demandOnProduct, ownPortfolio } from '../catalogue/demand.ts'
import { fits } from '../catalogue/fits.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Product } from '../model/product.ts'
import { productsOf } from '../store/products.ts'

/**
 * What the account published, of one portfolio if that is named.
 *
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `SearchProductsAsAdmin`
 */
export async function listOwnProducts(
  deps: ComputeDeps,
  caller: Caller,
  { text, portfolioId }: { text: string; portfolioId?: string | undefined },
): Promise<Product[]> {
  await demandOnProduct(deps, caller, { action: 'SearchProductsAsAdmin', id: '*' })
  if (portfolioId !== undefined) await ownPortfolio(deps, caller, portfolioId)
  const filter = portfolioId === undefined ? {} : { portfolioId }
  const found = await productsOf(deps.sql, caller.accountId, filter)
  return found.filter((product) => fits(product, text))
}
