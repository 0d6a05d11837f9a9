import { isDeepStrictEqual } from 'node:util'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnProduct } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueFull, noSuchProduct, tokenReused } from '../errors.ts'
import { VERSIONS_MAX } from '../model/portfolio.ts'
import type { ProductVersion } from '../model/product.ts'
import { countVersions, findVersionByToken, insertVersion, lockProduct } from '../store/products.ts'
import { newVersion, type PublishedVersion } from './create-product.ts'

export interface AddVersion {
  productId: string
  version: PublishedVersion
  token: string
}

/**
 * The newest version is what is launched where none is named; clusters that run keep theirs.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-template,
 * compute.token-reused, compute.catalogue-full
 * @see Service Catalog `CreateProvisioningArtifact`
 */
export async function addVersion(
  deps: ComputeDeps,
  caller: Caller,
  { productId: id, version, token }: AddVersion,
): Promise<ProductVersion> {
  const { accountId } = caller
  const action = 'CreateProvisioningArtifact'
  const resource = await demandOnProduct(deps, caller, { action, id })
  const made = newVersion(version, deps.clock())
  return transaction(deps.sql, async (tx) => {
    if (!(await lockProduct(tx, { id, accountId }))) throw noSuchProduct({ what: 'product', id })
    const before = await findVersionByToken(tx, { productId: id, token })
    if (before) return same(before, { made, token })
    const most = VERSIONS_MAX
    if ((await countVersions(tx, id)) >= most) throw catalogueFull({ what: 'versions', most })
    await insertVersion(tx, { ...made, productId: id, token })
    const detail = { version: made.name, template: made.template.document }
    await recordDone(tx, caller, { action: 'compute.product-version-created', resource, detail })
    return made
  })
}

function same(
  before: ProductVersion,
  { made, token }: { made: ProductVersion; token: string },
): ProductVersion {
  const said = ({ name, description, template }: ProductVersion) => [
    ...[name, description, template.document],
  ]
  if (!isDeepStrictEqual(said(before), said(made))) throw tokenReused({ token })
  return before
}
