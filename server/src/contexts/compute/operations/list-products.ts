import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { productArn } from '../model/arn.ts'
import { PRODUCTS, type Product } from '../model/product.ts'

/**
 * The products that the caller may look at, with all words of `text` in name or description.
 *
 * @throws identity.access-denied
 * @see Service Catalog `SearchProducts`
 */
export async function listProducts(
  { identity, region }: ComputeDeps,
  caller: Caller,
  { text }: { text: string },
): Promise<Product[]> {
  await identity.demand(caller, { action: 'servicecatalog:SearchProducts', resource: '*' })
  const words = text.toLowerCase().split(/\s+/)
  const fitting = PRODUCTS.filter(({ name, description, owner }) => {
    const searched = `${name} ${description} ${owner}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
  const place = { region, accountId: caller.accountId }
  const action = 'servicecatalog:DescribeProduct'
  const seen = await Promise.all(
    fitting.map(({ id }) => identity.allows(caller, { action, resource: productArn(place, id) })),
  )
  return fitting.filter((_, index) => seen[index])
}
