import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOffer } from '../catalogue/offers.ts'
import type { ComputeDeps } from '../deps.ts'
import { nameTaken, tokenReused } from '../errors.ts'
import { createCluster } from '../lifecycle/create-cluster.ts'
import { launchAs } from '../lifecycle/launch-as.ts'
import { listenForCluster } from '../lifecycle/listen.ts'
import { clusterArn, productArn } from '../model/arn.ts'
import type { Cluster } from '../model/cluster.ts'
import {
  checkLaunch,
  type LaunchPath,
  type Offer,
  type ProvisioningRecord,
  parameterValues,
  pathOf,
  type VersionName,
} from '../model/product.ts'
import { clusterOf } from '../model/template.ts'
import type { ProductName } from '../store/products.ts'
import { findRecord, insertProvisioned, insertRecord } from '../store/provisioning.ts'

export interface ProvisionProduct {
  product: ProductName
  version?: VersionName
  /** May be left out where there is one. */
  path?: VersionName
  name: string
  token: string
  parameters: readonly { key: string; value: string }[]
  tags: Readonly<Record<string, string>>
}

const PROVISION = 'PROVISION_PRODUCT'

/**
 * Makes the cluster of a product that a portfolio offers to the caller, as its path says: with a
 * launch role, or the platform, for them, the caller needs the right to the product and none to
 * clusters. The same token answers the same record.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-parameters,
 * compute.role-not-usable, compute.token-reused, compute.provisioned-product-name-taken,
 * compute.invalid-cluster
 * @see Service Catalog `ProvisionProduct`
 */
export async function provisionProduct(
  deps: ComputeDeps,
  caller: Caller,
  command: ProvisionProduct,
): Promise<ProvisioningRecord> {
  const { sql } = deps
  const { accountId } = caller
  const { product: wanted, version = {}, token } = command
  const action = 'ProvisionProduct'
  const product = await demandOffer(deps, caller, { wanted, version, action })
  const parameters = parameterValues(product, command.parameters)
  const before = await findRecord(sql, accountId, { kind: PROVISION, token })
  if (before) return sameRequest(before, { command, product, parameters })
  checkLaunch(product, command.name)
  const path = pathOf(product, command.path ?? {})
  const record = await provision(deps, caller, { command, product, parameters, path })
  await listenForCluster(deps, record.clusterId)
  return record.record
}

interface Wish {
  command: ProvisionProduct
  product: Offer
  parameters: Readonly<Record<string, string>>
}

async function provision(deps: ComputeDeps, caller: Caller, wish: Wish & { path: LaunchPath }) {
  const { command, product, parameters, path } = wish
  const { name, tags } = command
  const { accountId } = caller
  const sessionName = `SC-${randomText(13, 'lower')}`
  const { launchedBy } = path
  const resource = clusterArn({ region: deps.region, accountId }, '*')
  const right = { resource, actions: ['RunJobFlow'] }
  const launcher = await launchAs(deps, caller, { launchedBy, sessionName, ...right })
  return transaction(deps.sql, async (tx) => {
    const run = clusterOf(product.version.template, { name, values: parameters, tags })
    const cluster = await createCluster(tx, deps, { caller: launcher, command: run })
    const record = recordOf(wish, cluster)
    const made = await insertProvisioned(tx, {
      id: record.provisionedProductId,
      accountId,
      name: command.name,
      productId: product.id,
      artifactId: product.version.id,
      clusterId: cluster.id,
      status: 'AVAILABLE',
      statusMessage: undefined,
      provisionToken: command.token,
      provisionedBy: caller.arn,
      lastRecordId: record.id,
      createdAt: record.createdAt,
      endedAt: undefined,
    })
    if (!made) throw nameTaken({ name: command.name })
    if (!(await insertRecord(tx, record))) throw tokenReused({ token: command.token })
    const detail = { name, clusterId: cluster.id, parameters, launchedBy }
    const done = { action: 'compute.product-provisioned', detail }
    const arn = productArn({ region: deps.region, accountId }, product.id)
    await recordDone(tx, caller, { ...done, resource: arn })
    return { record, clusterId: cluster.id }
  })
}

function recordOf({ command, product, parameters }: Wish, cluster: Cluster): ProvisioningRecord {
  return {
    id: `rec-${randomText(13, 'lower')}`,
    accountId: cluster.accountId,
    provisionedProductId: `pp-${randomText(13, 'lower')}`,
    kind: PROVISION,
    token: command.token,
    status: 'SUCCEEDED',
    createdAt: cluster.createdAt,
    updatedAt: cluster.createdAt,
    facts: {
      name: command.name,
      productId: product.id,
      artifactId: product.version.id,
      parameters,
      tags: command.tags,
      outputs: [{ key: 'ClusterId', value: cluster.id, description: 'The cluster that was made.' }],
      errors: [],
    },
  }
}

function sameRequest(before: ProvisioningRecord, { command, product, parameters }: Wish) {
  const { facts } = before
  const same =
    facts.name === command.name &&
    facts.productId === product.id &&
    (!command.version || facts.artifactId === product.version.id) &&
    Object.entries(parameters).every(([key, value]) => facts.parameters[key] === value)
  if (!same) throw tokenReused({ token: command.token })
  return before
}
