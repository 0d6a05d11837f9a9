import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchProduct } from '../errors.ts'
import { portfolioArn, productArn } from '../model/arn.ts'
import type { Portfolio } from '../model/portfolio.ts'
import { portfoliosOf } from '../store/portfolios.ts'

type Gate = Pick<ComputeDeps, 'identity' | 'region'>

/** The IAM gate of a portfolio, whether or not there is one; answers its ARN. */
export const demandOnPortfolio = gateOf(portfolioArn)

/** The same of a product. */
export const demandOnProduct = gateOf(productArn)

function gateOf(arnOf: typeof productArn) {
  return async (
    { identity, region }: Gate,
    caller: Caller,
    { action, id }: { action: string; id: string },
  ): Promise<string> => {
    const resource = arnOf({ region, accountId: caller.accountId }, id)
    await identity.demand(caller, { action: `servicecatalog:${action}`, resource })
    return resource
  }
}

/** Of another account is as absent. @throws compute.no-such-product */
export async function ownPortfolio(
  { sql }: Pick<ComputeDeps, 'sql'>,
  { accountId }: Caller,
  id: string,
): Promise<Portfolio> {
  const [found] = await portfoliosOf(sql, accountId, { id })
  if (!found) throw noSuchPortfolio(id)
  return found
}

export function noSuchPortfolio(id: string) {
  return noSuchProduct({ what: 'portfolio', id })
}
