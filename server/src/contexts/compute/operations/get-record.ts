import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchProduct } from '../errors.ts'
import type { ProvisioningRecord } from '../model/product.ts'
import { findRecord } from '../store/provisioning.ts'

/**
 * @throws identity.access-denied, compute.no-such-product
 * @see Service Catalog `DescribeRecord`
 */
export async function getRecord(
  { sql, identity }: ComputeDeps,
  caller: Caller,
  recordId: string,
): Promise<ProvisioningRecord> {
  await identity.demand(caller, { action: 'servicecatalog:DescribeRecord', resource: '*' })
  const record = await findRecord(sql, caller.accountId, { id: recordId })
  if (!record) throw noSuchProduct({ what: 'record', id: recordId })
  return record
}
