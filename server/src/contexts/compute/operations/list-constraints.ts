import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio, ownPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import type { LaunchConstraint } from '../model/portfolio.ts'
import { constraintsOf } from '../store/launch-constraints.ts'

/**
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `ListConstraintsForPortfolio`
 */
export async function listConstraints(
  deps: ComputeDeps,
  caller: Caller,
  { portfolioId, productId }: { portfolioId: string; productId?: string | undefined },
): Promise<LaunchConstraint[]> {
  const action = 'ListConstraintsForPortfolio'
  await demandOnPortfolio(deps, caller, { action, id: portfolioId })
  await ownPortfolio(deps, caller, portfolioId)
  const place = { portfolioId, ...(productId !== undefined && { productId }) }
  return constraintsOf(deps.sql, caller.accountId, place)
}
