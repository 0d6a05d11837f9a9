import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import type { ProvisionedProduct } from '../model/product.ts'
import { listProvisioned } from '../store/provisioning.ts'

/**
 * The living ones of the caller's account, the newest first.
 *
 * @throws identity.access-denied
 * @see Service Catalog `SearchProvisionedProducts`
 */
export async function listProvisionedProducts(
  { sql, identity }: ComputeDeps,
  caller: Caller,
  page: { offset: number; countMax: number },
): Promise<ProvisionedProduct[]> {
  const action = 'servicecatalog:SearchProvisionedProducts'
  await identity.demand(caller, { action, resource: '*' })
  return listProvisioned(sql, caller.accountId, page)
}
