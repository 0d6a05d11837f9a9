import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchProduct } from '../errors.ts'
import { portfolioArn } from '../model/arn.ts'
import { constraintsOf, deleteConstraint as remove } from '../store/launch-constraints.ts'

/**
 * The product is then launched with the rights of its users.
 *
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `DeleteConstraint`
 */
export async function deleteConstraint(
  { sql, identity, region }: ComputeDeps,
  caller: Caller,
  id: string,
): Promise<void> {
  await identity.demand(caller, { action: 'servicecatalog:DeleteConstraint', resource: '*' })
  const { accountId } = caller
  await transaction(sql, async (tx) => {
    const [found] = await constraintsOf(tx, accountId, { id })
    const deleted = await remove(tx, { id, accountId })
    if (!found || !deleted) throw noSuchProduct({ what: 'constraint', id })
    const { portfolioId, productId, roleArn } = found
    const resource = portfolioArn({ region, accountId }, portfolioId)
    const detail = { productId, roleArn, constraintId: id }
    await recordDone(tx, caller, { action: 'compute.constraint-deleted', resource, detail })
  })
}
