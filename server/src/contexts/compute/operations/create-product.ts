import { isDeepStrictEqual } from 'node:util'
import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnProduct } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueFull, tokenReused } from '../errors.ts'
import { productArn } from '../model/arn.ts'
import { PRODUCTS_MAX } from '../model/portfolio.ts'
import type { Product, ProductVersion } from '../model/product.ts'
import { parseTemplate } from '../model/template.ts'
import { countProducts, insertProduct, insertVersion, productsOf } from '../store/products.ts'

export interface PublishedVersion {
  name: string
  description: string | undefined
  /** JSON or YAML. */
  template: string
}

export interface CreateProduct
  extends Pick<Product, 'name' | 'owner' | 'description' | 'distributor' | 'support' | 'tags'> {
  version: PublishedVersion
  token: string
}

/**
 * A product with its first version; nobody sees it before it stands in a portfolio. The same token
 * with the same wish answers the product that it made before.
 *
 * @throws identity.access-denied, compute.invalid-template, compute.token-reused,
 * compute.catalogue-full
 * @see Service Catalog `CreateProduct`
 */
export async function createProduct(
  deps: ComputeDeps,
  caller: Caller,
  { version, token, ...wish }: CreateProduct,
): Promise<Product> {
  const { sql, region, clock } = deps
  await demandOnProduct(deps, caller, { action: 'CreateProduct', id: '*' })
  const { accountId, principalArn: createdBy } = caller
  const createdAt = clock()
  const id = `prod-${randomText(13, 'lower')}`
  const first = newVersion(version, createdAt)
  const made = { ...wish, id, accountId, createdBy, createdAt, versions: [first] }
  return transaction(sql, async (tx) => {
    if (!(await insertProduct(tx, { ...made, token }))) {
      const [before] = await productsOf(tx, accountId, { token })
      return same(before, { made, token })
    }
    await demandRoom(tx, caller)
    await insertVersion(tx, { ...first, productId: id, token })
    const resource = productArn({ region, accountId }, id)
    const detail = { name: made.name, version: first.name, template: first.template.document }
    await recordDone(tx, caller, { action: 'compute.product-created', resource, detail })
    return made
  })
}

/** @throws compute.invalid-template */
export function newVersion(version: PublishedVersion, createdAt: Date): ProductVersion {
  const { name, description } = version
  const template = parseTemplate(version.template)
  const id = `pa-${randomText(13, 'lower')}`
  const use = { active: true, guidance: 'DEFAULT' as const }
  return { id, name, description, createdAt, template, ...use }
}

async function demandRoom(tx: SqlTransaction, { accountId }: Caller): Promise<void> {
  const most = PRODUCTS_MAX
  if ((await countProducts(tx, accountId)) > most) throw catalogueFull({ what: 'products', most })
}

/** It may be gone between the two looks. */
function same(
  before: Product | undefined,
  { made, token }: { made: Product; token: string },
): Product {
  const said = ({ name, owner, description, distributor, support, tags, versions }: Product) => {
    const first = versions.at(-1)
    const version = [first?.name, first?.description, first?.template.document]
    // As rows keep it: what is undefined is absent.
    return JSON.parse(
      JSON.stringify({ name, owner, description, distributor, support, tags, version }),
    ) as unknown
  }
  if (!before || !isDeepStrictEqual(said(before), said(made))) throw tokenReused({ token })
  return before
}
