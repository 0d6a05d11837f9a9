import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Agreement } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { agreementsOf } from '../store/vendors.ts'

/** The agreements of the caller's account, the newest last. @throws identity.access-denied */
export async function listAgreements(deps: IngestionDeps, caller: Caller): Promise<Agreement[]> {
  const { accountId } = caller
  await demandIngestion(deps, caller, { action: 'ListAgreements', accountId, resource: 'vendor/*' })
  return await agreementsOf(deps.sql, accountId)
}
