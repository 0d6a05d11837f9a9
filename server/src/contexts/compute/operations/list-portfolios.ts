import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Portfolio } from '../model/portfolio.ts'
import { portfoliosOf } from '../store/portfolios.ts'

/**
 * The account's own: nobody changes the platform's.
 *
 * @throws identity.access-denied
 * @see Service Catalog `ListPortfolios`
 */
export async function listPortfolios(deps: ComputeDeps, caller: Caller): Promise<Portfolio[]> {
  await demandOnPortfolio(deps, caller, { action: 'ListPortfolios', id: '*' })
  return portfoliosOf(deps.sql, caller.accountId)
}
