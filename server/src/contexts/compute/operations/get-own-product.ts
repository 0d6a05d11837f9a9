import type { Caller } from '../../identity/index.ts'
import { demandOnProduct } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { invalidParameters, noSuchProduct } from '../errors.ts'
import type { Product } from '../model/product.ts'
import { type ProductName, productsOf } from '../store/products.ts'

/**
 * One that the account published, whether or not the caller may launch it.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-parameters
 * @see Service Catalog `DescribeProductAsAdmin`
 */
export async function getOwnProduct(
  deps: ComputeDeps,
  caller: Caller,
  wanted: ProductName,
): Promise<Product> {
  const [found, another] = await productsOf(deps.sql, caller.accountId, { named: wanted })
  const id = found?.id ?? ('id' in wanted ? wanted.id : '*')
  await demandOnProduct(deps, caller, { action: 'DescribeProductAsAdmin', id })
  const named = Object.values(wanted).join()
  if (!found) throw noSuchProduct({ what: 'product', id: named })
  if (another) throw invalidParameters({ reason: `several products are named "${named}"` })
  return found
}
