import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio, noSuchPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { catalogueFull, noSuchProduct } from '../errors.ts'
import { checkPrincipal, PRINCIPALS_MAX } from '../model/portfolio.ts'
import {
  admitPrincipal,
  lockPortfolio,
  principalsOf,
  removePrincipal,
} from '../store/portfolios.ts'

export interface Admission {
  portfolioId: string
  principalArn: string
  admitted: boolean
}

/**
 * Who finds what stands in a portfolio. They need IAM's right to launch it as well.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-catalogue-entry,
 * compute.catalogue-full
 * @see Service Catalog `AssociatePrincipalWithPortfolio`, `DisassociatePrincipalFromPortfolio`
 */
export async function setAdmission(
  deps: ComputeDeps,
  caller: Caller,
  admission: Admission,
): Promise<void> {
  const { portfolioId: id, principalArn, admitted } = admission
  const { accountId } = caller
  const action = admitted ? 'AssociatePrincipalWithPortfolio' : 'DisassociatePrincipalFromPortfolio'
  const resource = await demandOnPortfolio(deps, caller, { action, id })
  checkPrincipal(principalArn, accountId)
  await transaction(deps.sql, async (tx) => {
    if (!(await lockPortfolio(tx, { id, accountId }))) throw noSuchPortfolio(id)
    if (admitted) await admit(tx, admission)
    else if (!(await removePrincipal(tx, admission)))
      throw noSuchProduct({ what: `in portfolio "${id}", principal`, id: principalArn })
    const deed = admitted ? 'compute.principal-admitted' : 'compute.principal-removed'
    await recordDone(tx, caller, { action: deed, resource, detail: { principalArn } })
  })
}

async function admit(tx: SqlTransaction, { portfolioId, principalArn }: Admission): Promise<void> {
  const there = await principalsOf(tx, portfolioId)
  const most = PRINCIPALS_MAX
  if (!there.includes(principalArn) && there.length >= most)
    throw catalogueFull({ what: 'principals', most })
  await admitPrincipal(tx, { portfolioId, principalArn })
}
