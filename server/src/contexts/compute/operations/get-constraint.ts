import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchProduct } from '../errors.ts'
import type { LaunchConstraint } from '../model/portfolio.ts'
import { constraintsOf } from '../store/launch-constraints.ts'

/**
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `DescribeConstraint`
 */
export async function getConstraint(
  { sql, identity }: ComputeDeps,
  caller: Caller,
  id: string,
): Promise<LaunchConstraint> {
  await identity.demand(caller, { action: 'servicecatalog:DescribeConstraint', resource: '*' })
  const [found] = await constraintsOf(sql, caller.accountId, { id })
  if (!found) throw noSuchProduct({ what: 'constraint', id })
  return found
}
