import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchProduct } from '../errors.ts'
import { productArn } from '../model/arn.ts'
import { type ArtifactName, demandArtifact, PRODUCTS, type Product } from '../model/product.ts'

/** The reading actions of Service Catalog on one product. */
type ProductReading = 'DescribeProduct' | 'ListLaunchPaths' | 'DescribeProvisioningParameters'

export interface GetProduct {
  wanted: { id: string } | { name: string }
  /** Where a version of it is asked for as well. */
  artifact?: ArtifactName
  reading: ProductReading
}

/** @throws identity.access-denied, compute.no-such-product */
export async function getProduct(
  { identity, region }: ComputeDeps,
  caller: Caller,
  asked: GetProduct,
): Promise<Product> {
  const { wanted, artifact = {}, reading } = asked
  const product = PRODUCTS.find(({ id, name }) =>
    'id' in wanted ? id === wanted.id : name === wanted.name,
  )
  const id = product?.id ?? ('id' in wanted ? wanted.id : '*')
  const resource = productArn({ region, accountId: caller.accountId }, id)
  await identity.demand(caller, { action: `servicecatalog:${reading}`, resource })
  if (!product) throw noSuchProduct({ what: 'product', id: Object.values(wanted).join() })
  demandArtifact(product, artifact)
  return product
}
