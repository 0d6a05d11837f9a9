import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio, ownPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Portfolio } from '../model/portfolio.ts'

/**
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `DescribePortfolio`
 */
export async function getPortfolio(
  deps: ComputeDeps,
  caller: Caller,
  id: string,
): Promise<Portfolio> {
  await demandOnPortfolio(deps, caller, { action: 'DescribePortfolio', id })
  return ownPortfolio(deps, caller, id)
}
