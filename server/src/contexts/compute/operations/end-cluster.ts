import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { findProvisionedOf } from '../store/provisioning.ts'
import { terminateClusters } from './terminate-clusters.ts'
import { terminateProvisionedProduct } from './terminate-provisioned-product.ts'

/**
 * What the catalogue started ends by the catalogue, so that its record says so; any other cluster
 * by its own id.
 *
 * @throws identity.access-denied, compute.no-such-cluster, compute.cluster-protected
 */
export async function endCluster(
  deps: ComputeDeps,
  caller: Caller,
  { clusterId, token }: { clusterId: string; token: string },
): Promise<void> {
  const product = await findProvisionedOf(deps.sql, caller.accountId, clusterId)
  if (product)
    await terminateProvisionedProduct(deps, caller, { wanted: { id: product.id }, token })
  else await terminateClusters(deps, caller, [clusterId])
}
