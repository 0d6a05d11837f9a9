import type { Caller } from '../../identity/index.ts'
import { demandOffer } from '../catalogue/offers.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Offer, VersionName } from '../model/product.ts'
import type { ProductName } from '../store/products.ts'

/** The reading actions of Service Catalog on one product. */
type ProductReading = 'DescribeProduct' | 'ListLaunchPaths' | 'DescribeProvisioningParameters'

export interface GetProduct {
  wanted: ProductName
  /** Where a version of it is asked for as well. */
  version?: VersionName
  reading: ProductReading
}

/** @throws identity.access-denied, compute.no-such-product, compute.invalid-parameters */
export async function getProduct(
  deps: ComputeDeps,
  caller: Caller,
  { wanted, version = {}, reading: action }: GetProduct,
): Promise<Offer> {
  return demandOffer(deps, caller, { wanted, version, action })
}
