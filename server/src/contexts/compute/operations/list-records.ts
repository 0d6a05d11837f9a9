import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import type { ProvisioningRecord } from '../model/product.ts'
import { recordsOf } from '../store/provisioning.ts'

export interface RecordsQuery {
  provisionedProductId?: string | undefined
  productId?: string | undefined
  offset: number
  countMax: number
}

/**
 * What was done to the provisioned products of the caller's account, also to those that have ended,
 * the newest first.
 *
 * @throws identity.access-denied
 * @see Service Catalog `ListRecordHistory`
 */
export async function listRecords(
  { sql, identity }: ComputeDeps,
  caller: Caller,
  query: RecordsQuery,
): Promise<ProvisioningRecord[]> {
  await identity.demand(caller, { action: 'servicecatalog:ListRecordHistory', resource: '*' })
  return recordsOf(sql, caller.accountId, query)
}
