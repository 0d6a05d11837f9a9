import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { invalidParameters, noSuchProduct } from '../errors.ts'
import { type Offer, type VersionName, versionOf } from '../model/product.ts'
import { type ProductName, productsFor } from '../store/products.ts'
import { demandOnProduct } from './demand.ts'

/**
 * A product that the caller's portfolios offer, at a version.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-parameters
 */
export async function demandOffer(
  deps: ComputeDeps,
  caller: Caller,
  { wanted, version, action }: { wanted: ProductName; version: VersionName; action: string },
): Promise<Offer> {
  const [product, another] = await productsFor(deps.sql, caller, wanted)
  const id = product?.id ?? ('id' in wanted ? wanted.id : '*')
  await demandOnProduct(deps, caller, { action, id })
  const named = Object.values(wanted).join()
  if (!product) throw noSuchProduct({ what: 'product', id: named })
  if (another) throw invalidParameters({ reason: `several products are named "${named}"` })
  return offerOf(product, version)
}

/** The newest version where none is named. @throws compute.no-such-product */
export function offerOf(
  product: Omit<Offer, 'version' | 'parameters'>,
  named: VersionName = {},
): Offer {
  const version = versionOf(product, named)
  return { ...product, version, parameters: version.template.parameters }
}
