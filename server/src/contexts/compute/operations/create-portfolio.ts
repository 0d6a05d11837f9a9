import { isDeepStrictEqual } from 'node:util'
import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueFull, tokenReused } from '../errors.ts'
import { portfolioArn } from '../model/arn.ts'
import { checkPortfolio, PORTFOLIOS_MAX, type Portfolio } from '../model/portfolio.ts'
import { countPortfolios, insertPortfolio, portfoliosOf } from '../store/portfolios.ts'

export type CreatePortfolio = Pick<
  Portfolio,
  'name' | 'providerName' | 'description' | 'tags' | 'token'
>

/**
 * The same token with the same wish answers the portfolio that it made before.
 *
 * @throws identity.access-denied, compute.invalid-catalogue-entry, compute.token-reused,
 * compute.catalogue-full
 * @see Service Catalog `CreatePortfolio`
 */
export async function createPortfolio(
  deps: ComputeDeps,
  caller: Caller,
  wish: CreatePortfolio,
): Promise<Portfolio> {
  const { sql, region, clock } = deps
  await demandOnPortfolio(deps, caller, { action: 'CreatePortfolio', id: '*' })
  checkPortfolio(wish)
  const { accountId, principalArn: createdBy } = caller
  const { token } = wish
  const id = `port-${randomText(13, 'lower')}`
  const made = { ...wish, id, accountId, createdBy, createdAt: clock() }
  return transaction(sql, async (tx) => {
    if (!(await insertPortfolio(tx, made))) {
      const [before] = await portfoliosOf(tx, accountId, { token })
      return same(before, wish)
    }
    const most = PORTFOLIOS_MAX
    if ((await countPortfolios(tx, accountId)) > most)
      throw catalogueFull({ what: 'portfolios', most })
    const resource = portfolioArn({ region, accountId }, id)
    const detail = { name: made.name }
    await recordDone(tx, caller, { action: 'compute.portfolio-created', resource, detail })
    return made
  })
}

/** It may be gone between the two looks. */
function same(before: Portfolio | undefined, wish: CreatePortfolio): Portfolio {
  const { token } = wish
  if (!before) throw tokenReused({ token })
  const { name, providerName, description, tags } = before
  if (!isDeepStrictEqual({ name, providerName, description, tags, token }, wish))
    throw tokenReused({ token })
  return before
}
