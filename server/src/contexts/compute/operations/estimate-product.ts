import type { Caller } from '../../identity/index.ts'
import { demandOffer } from '../catalogue/offers.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Capacity, Cut } from '../model/capacity.ts'
import { instanceGroups } from '../model/cluster.ts'
import { instanceType } from '../model/instance-type.ts'
import { checkLaunch, parameterValues, pathOf, type VersionName } from '../model/product.ts'
import { granted } from '../model/resize.ts'
import { clusterOf } from '../model/template.ts'
import type { ProductName } from '../store/products.ts'
import { findAccountLimit } from '../store/reservations.ts'

export interface EstimateProduct {
  product: ProductName
  version?: VersionName
  path?: VersionName
  name: string
  parameters: readonly { key: string; value: string }[]
}

/** What a product would make and cost; nothing is made. */
export interface Estimate {
  versionName: string
  releaseLabel: string
  groups: readonly { role: string; instanceType: string; count: number }[]
  /** Of all machines, inside the firm, in thousandths of its unit of account. */
  hourlyRateMilli: number
  /** After so long without a session it ends by itself. */
  idleSecondsMax: number | undefined
  wanted: Capacity
  /** What it would get of this host at the most. */
  granted: Capacity
  cuts: readonly Cut[]
}

/**
 * A dry run of `provisionProduct`: refused for the same reasons, but for a name that is taken, a
 * launch role that cannot be used, and what others hold at that moment.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-parameters,
 * compute.invalid-cluster
 */
export async function estimateProduct(
  deps: ComputeDeps,
  caller: Caller,
  { product: wanted, version = {}, path = {}, name, parameters }: EstimateProduct,
): Promise<Estimate> {
  const product = await demandOffer(deps, caller, { wanted, version, action: 'ProvisionProduct' })
  pathOf(product, path)
  checkLaunch(product, name)
  const values = parameterValues(product, parameters)
  const run = clusterOf(product.version.template, { name, values, tags: {} })
  const groups = instanceGroups(run.groups)
  const limits = [
    { level: 'account' as const, limit: await findAccountLimit(deps.sql, caller.accountId) },
    { level: 'platform' as const, limit: deps.host },
  ]
  const rates = groups.map(
    (group) => group.count * instanceType(group.instanceType).hourlyRateMilli,
  )
  return {
    versionName: product.version.name,
    releaseLabel: run.releaseLabel,
    groups: groups.map(({ role, instanceType: type, count }) => ({
      ...{ role, instanceType: type, count },
    })),
    hourlyRateMilli: rates.reduce((total, rate) => total + rate, 0),
    idleSecondsMax: run.idleSecondsMax,
    ...granted({ groups }, limits),
  }
}
