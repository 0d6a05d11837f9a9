import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { nameTaken, noSuchProduct, tokenReused } from '../errors.ts'
import { createCluster } from '../lifecycle/create-cluster.ts'
import { listenForCluster } from '../lifecycle/listen.ts'
import { productArn } from '../model/arn.ts'
import type { Cluster } from '../model/cluster.ts'
import {
  type ArtifactName,
  checkProvisionedName,
  clusterOf,
  demandArtifact,
  PRODUCTS,
  type Product,
  type ProvisioningRecord,
  parameterValues,
} from '../model/product.ts'
import { findRecord, insertProvisioned, insertRecord } from '../store/provisioning.ts'

export interface ProvisionProduct {
  product: { id: string } | { name: string }
  artifact?: ArtifactName
  name: string
  token: string
  parameters: readonly { key: string; value: string }[]
  tags: Readonly<Record<string, string>>
}

const PROVISION = 'PROVISION_PRODUCT'

/**
 * Makes the cluster of a product. The platform makes it, as a launch role would: the caller needs
 * the right to the product and none to clusters. The same token answers the same record.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-parameters,
 * compute.token-reused, compute.provisioned-product-name-taken
 * @see Service Catalog `ProvisionProduct`
 */
export async function provisionProduct(
  deps: ComputeDeps,
  caller: Caller,
  command: ProvisionProduct,
): Promise<ProvisioningRecord> {
  const { sql, identity, region } = deps
  const { accountId } = caller
  const { product: wanted, token } = command
  const product = PRODUCTS.find((one) =>
    'id' in wanted ? one.id === wanted.id : one.name === wanted.name,
  )
  const resource = productArn({ region, accountId }, product?.id ?? '*')
  await identity.demand(caller, { action: 'servicecatalog:ProvisionProduct', resource })
  if (!product) throw noSuchProduct({ what: 'product', id: Object.values(wanted).join() })
  demandArtifact(product, command.artifact ?? {})
  checkProvisionedName(command.name)
  const parameters = parameterValues(product, command.parameters)
  const before = await findRecord(sql, accountId, { kind: PROVISION, token })
  if (before) return sameRequest(before, { command, product, parameters })
  const record = await provision(deps, caller, { command, product, parameters })
  await listenForCluster(deps, record.clusterId)
  return record.record
}

interface Wish {
  command: ProvisionProduct
  product: Product
  parameters: Readonly<Record<string, string>>
}

async function provision(deps: ComputeDeps, caller: Caller, wish: Wish) {
  const { command, product, parameters } = wish
  const { accountId } = caller
  return transaction(deps.sql, async (tx) => {
    const run = clusterOf(command.name, parameters, command.tags)
    const cluster = await createCluster(tx, deps, { caller, command: run })
    const record = recordOf(wish, cluster)
    const made = await insertProvisioned(tx, {
      id: record.provisionedProductId,
      accountId,
      name: command.name,
      productId: product.id,
      artifactId: product.artifact.id,
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
    const resource = productArn({ region: deps.region, accountId }, product.id)
    const detail = { name: command.name, clusterId: cluster.id, parameters }
    await recordDone(tx, caller, { action: 'compute.product-provisioned', resource, detail })
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
      artifactId: product.artifact.id,
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
    Object.entries(parameters).every(([key, value]) => facts.parameters[key] === value)
  if (!same) throw tokenReused({ token: command.token })
  return before
}
