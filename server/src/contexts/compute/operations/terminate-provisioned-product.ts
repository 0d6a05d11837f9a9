import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchProduct, tokenReused } from '../errors.ts'
import { beginEnd } from '../lifecycle/end-cluster.ts'
import { provisionedProductArn } from '../model/arn.ts'
import { usable } from '../model/cluster.ts'
import type { ProvisionedProduct, ProvisioningRecord } from '../model/product.ts'
import { lockCluster } from '../store/clusters.ts'
import {
  findRecord,
  insertRecord,
  lockProvisioned,
  updateProvisioned,
} from '../store/provisioning.ts'

export interface TerminateProvisionedProduct {
  wanted: { id: string } | { name: string }
  token: string
}

const TERMINATE = 'TERMINATE_PROVISIONED_PRODUCT'

/**
 * Ends the cluster that the product made. The same token answers the same record.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.token-reused
 * @see Service Catalog `TerminateProvisionedProduct`
 */
export async function terminateProvisionedProduct(
  { sql, identity, region, clock }: ComputeDeps,
  caller: Caller,
  { wanted, token }: TerminateProvisionedProduct,
): Promise<ProvisioningRecord> {
  const { accountId } = caller
  const resource = provisionedProductArn({ region, accountId }, 'id' in wanted ? wanted.id : '*')
  const action = 'servicecatalog:TerminateProvisionedProduct'
  await identity.demand(caller, { action, resource })
  return transaction(sql, async (tx) => {
    const before = await findRecord(tx, accountId, { kind: TERMINATE, token })
    if (before) return before
    const product = await lockProvisioned(tx, accountId, wanted)
    const id = Object.values(wanted).join()
    if (!product) throw noSuchProduct({ what: 'provisioned product', id })
    const now = clock()
    const reason = 'Terminated with its provisioned product'
    const record = await endProvisioned(tx, product, { token, now, reason })
    await recordDone(tx, caller, { action: 'compute.provisioned-product-terminated', resource })
    return record
  })
}

/** Of a product that `tx` has locked. @throws compute.token-reused */
export async function endProvisioned(
  tx: SqlTransaction,
  product: ProvisionedProduct,
  { token, now, reason }: { token: string; now: Date; reason: string },
): Promise<ProvisioningRecord> {
  const record = recordOf(product, { token, now })
  if (!(await insertRecord(tx, record))) throw tokenReused({ token })
  await updateProvisioned(tx, { ...product, lastRecordId: record.id, endedAt: now })
  await endCluster(tx, product, { now, message: reason })
  return record
}

async function endCluster(
  tx: SqlTransaction,
  { clusterId }: ProvisionedProduct,
  { now, message }: { now: Date; message: string },
): Promise<void> {
  const cluster = clusterId === undefined ? undefined : await lockCluster(tx, clusterId)
  if (!cluster || !usable(cluster)) return
  await beginEnd(tx, cluster, { reason: { code: 'USER_REQUEST', message }, now })
}

function recordOf(
  product: ProvisionedProduct,
  { token, now }: { token: string; now: Date },
): ProvisioningRecord {
  const { accountId, id, name, productId, artifactId } = product
  const nothing = { parameters: {}, tags: {}, outputs: [], errors: [] }
  return {
    id: `rec-${randomText(13, 'lower')}`,
    accountId,
    provisionedProductId: id,
    kind: TERMINATE,
    token,
    status: 'SUCCEEDED',
    createdAt: now,
    updatedAt: now,
    facts: { name, productId, artifactId, ...nothing },
  }
}
