import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio, noSuchPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueEntryInUse } from '../errors.ts'
import {
  lockPortfolio,
  placesOf,
  principalsOf,
  deletePortfolio as remove,
} from '../store/portfolios.ts'

/**
 * An empty one, with nobody in it.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.catalogue-entry-in-use
 * @see Service Catalog `DeletePortfolio`
 */
export async function deletePortfolio(
  deps: ComputeDeps,
  caller: Caller,
  id: string,
): Promise<void> {
  const { accountId } = caller
  const resource = await demandOnPortfolio(deps, caller, { action: 'DeletePortfolio', id })
  await transaction(deps.sql, async (tx) => {
    if (!(await lockPortfolio(tx, { id, accountId }))) throw noSuchPortfolio(id)
    const what = 'portfolio'
    if ((await placesOf(tx, { portfolioId: id })).length > 0)
      throw catalogueEntryInUse({ what, id, holds: 'products' })
    if ((await principalsOf(tx, id)).length > 0)
      throw catalogueEntryInUse({ what, id, holds: 'principals' })
    await remove(tx, id)
    await recordDone(tx, caller, { action: 'compute.portfolio-deleted', resource })
  })
}
