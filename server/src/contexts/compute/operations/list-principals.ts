import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio, ownPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { principalsOf } from '../store/portfolios.ts'

/**
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `ListPrincipalsForPortfolio`
 */
export async function listPrincipals(
  deps: ComputeDeps,
  caller: Caller,
  portfolioId: string,
): Promise<string[]> {
  const action = 'ListPrincipalsForPortfolio'
  await demandOnPortfolio(deps, caller, { action, id: portfolioId })
  const { id } = await ownPortfolio(deps, caller, portfolioId)
  return principalsOf(deps.sql, id)
}
