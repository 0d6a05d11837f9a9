import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Vendor } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { vendorsOf } from '../store/vendors.ts'

/** The vendors of the caller's account, by name. @throws identity.access-denied */
export async function listVendors(deps: IngestionDeps, caller: Caller): Promise<Vendor[]> {
  const { accountId } = caller
  await demandIngestion(deps, caller, { action: 'ListVendors', accountId, resource: 'vendor/*' })
  return await vendorsOf(deps.sql, accountId)
}
