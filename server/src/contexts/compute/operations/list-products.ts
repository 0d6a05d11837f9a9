import type { Caller } from '../../identity/index.ts'
import { fits } from '../catalogue/fits.ts'
import { offerOf } from '../catalogue/offers.ts'
import type { ComputeDeps } from '../deps.ts'
import { productArn } from '../model/arn.ts'
import type { Offer } from '../model/product.ts'
import { productsFor } from '../store/products.ts'

/**
 * What the caller's portfolios offer and they may look at, with all words of `text` in name or
 * description.
 *
 * @throws identity.access-denied
 * @see Service Catalog `SearchProducts`
 */
export async function listProducts(
  { sql, identity, region }: ComputeDeps,
  caller: Caller,
  { text }: { text: string },
): Promise<Offer[]> {
  await identity.demand(caller, { action: 'servicecatalog:SearchProducts', resource: '*' })
  const offered = await productsFor(sql, caller)
  const fitting = offered.filter((product) => fits(product, text))
  const place = { region, accountId: caller.accountId }
  const action = 'servicecatalog:DescribeProduct'
  const seen = await Promise.all(
    fitting.map(({ id }) => identity.allows(caller, { action, resource: productArn(place, id) })),
  )
  return fitting.filter((_, index) => seen[index]).map((product) => offerOf(product))
}
