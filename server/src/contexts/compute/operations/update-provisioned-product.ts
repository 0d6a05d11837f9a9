import { isDeepStrictEqual } from 'node:util'
import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOffer } from '../catalogue/offers.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterNotReady, invalidParameters, noSuchProduct, tokenReused } from '../errors.ts'
import { launchAs } from '../lifecycle/launch-as.ts'
import { regranted, settleHead } from '../lifecycle/settle-head.ts'
import { clusterArn, provisionedProductArn } from '../model/arn.ts'
import { type Cluster, usable } from '../model/cluster.ts'
import {
  type Offer,
  type ProvisionedProduct,
  type ProvisioningRecord,
  parameterValues,
  pathOf,
  type VersionName,
} from '../model/product.ts'
import { resized } from '../model/resize.ts'
import { clusterOf } from '../model/template.ts'
import { type ClusterChange, changeOf, updatedValues } from '../model/update.ts'
import { lockCluster, updateCluster } from '../store/clusters.ts'
import type { ProductName } from '../store/products.ts'
import {
  findProvisioned,
  findRecord,
  insertRecord,
  latestParameters,
  lockProvisioned,
  updateProvisioned,
} from '../store/provisioning.ts'

export interface UpdateProvisionedProduct {
  wanted: { id: string } | { name: string }
  product: ProductName
  /** As it is where none is named. */
  version?: VersionName
  path?: VersionName
  token: string
  /** What is not chosen is as the version has it by default. */
  parameters: readonly { key: string; value?: string | undefined; previous: boolean }[]
  /** Refused, as Service Catalog does where no constraint lets tags be updated. */
  tags?: Readonly<Record<string, string>>
}

const UPDATE = 'UPDATE_PROVISIONED_PRODUCT'

/**
 * Brings a provisioned product to another version or other parameters, as far as its cluster can
 * live on: with other numbers of machines, and another idle time. With a launch constraint its role
 * changes the cluster, else the caller does. The same token answers the same record.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-parameters,
 * compute.role-not-usable, compute.token-reused, compute.cluster-not-ready, compute.invalid-cluster
 * @see Service Catalog `UpdateProvisionedProduct`
 */
export async function updateProvisionedProduct(
  deps: ComputeDeps,
  caller: Caller,
  command: UpdateProvisionedProduct,
): Promise<ProvisioningRecord> {
  const { sql } = deps
  const { accountId } = caller
  const { wanted, token, path = {} } = command
  const held = await findProvisioned(sql, accountId, wanted)
  const before = await findRecord(sql, accountId, { kind: UPDATE, token })
  const version = command.version ?? { id: before?.facts.artifactId ?? held?.artifactId }
  const offered = { wanted: command.product, version, action: 'UpdateProvisionedProduct' }
  const product = await demandOffer(deps, caller, offered)
  if (Object.keys(command.tags ?? {}).length > 0)
    throw invalidParameters({ reason: 'tags of a provisioned product are not updated' })
  if (before) return sameRequest(before, command, product)
  if (!held) throw noSuchProduct({ what: 'provisioned product', id: Object.values(wanted).join() })
  if (held.productId !== product.id)
    throw invalidParameters({ reason: `"${held.name}" is of product "${held.productId}"` })
  const { launchedBy, id: pathId } = pathOf(product, path)
  const previous = await latestParameters(sql, held.id)
  const values = parameterValues(product, updatedValues(command.parameters, previous))
  const clusterId = held.clusterId ?? ''
  const resource = clusterArn({ region: deps.region, accountId }, clusterId)
  const sessionName = `SC-${randomText(13, 'lower')}`
  const actions = ['ModifyInstanceGroups', 'PutAutoTerminationPolicy']
  await launchAs(deps, caller, { launchedBy, sessionName, resource, actions })
  const wish = { command, product, pathId, values, held }
  return transaction(sql, (tx) => update(tx, deps, caller, wish))
}

interface Wish {
  command: UpdateProvisionedProduct
  product: Offer
  pathId: string
  values: Readonly<Record<string, string>>
  held: ProvisionedProduct
}

async function update(tx: SqlTransaction, deps: ComputeDeps, caller: Caller, wish: Wish) {
  const { command, product, values } = wish
  const { accountId } = caller
  const held = await lockProvisioned(tx, accountId, { id: wish.held.id })
  if (held?.lastRecordId !== wish.held.lastRecordId)
    throw invalidParameters({ reason: `"${wish.held.name}" is being changed: try again` })
  const cluster = held.clusterId === undefined ? undefined : await lockCluster(tx, held.clusterId)
  if (!cluster || !usable(cluster))
    throw clusterNotReady({
      clusterId: held.clusterId ?? '',
      state: cluster?.state ?? 'TERMINATED',
    })
  const run = clusterOf(product.version.template, { name: held.name, values, tags: {} })
  const after = await changed(tx, deps, { cluster, change: changeOf(cluster, run) })
  await updateCluster(tx, after)
  const record = recordOf(wish, deps.clock())
  if (!(await insertRecord(tx, record))) throw tokenReused({ token: command.token })
  const { id: artifactId } = product.version
  await updateProvisioned(tx, { ...held, artifactId, lastRecordId: record.id })
  const resource = provisionedProductArn({ region: deps.region, accountId }, held.id)
  const detail = { clusterId: cluster.id, version: artifactId, parameters: values }
  await recordDone(tx, caller, { action: 'compute.provisioned-product-updated', resource, detail })
  afterCommit(tx, () => settleHead(deps, cluster.id))
  return record
}

function changed(
  tx: SqlTransaction,
  deps: ComputeDeps,
  { cluster, change }: { cluster: Cluster; change: ClusterChange },
): Promise<Cluster> {
  const { groups, idleSecondsMax } = change
  return regranted(tx, deps, { ...groups.reduce(resized, cluster), idleSecondsMax })
}

function recordOf({ command, product, pathId, values, held }: Wish, now: Date): ProvisioningRecord {
  const value = held.clusterId ?? ''
  return {
    id: `rec-${randomText(13, 'lower')}`,
    accountId: held.accountId,
    provisionedProductId: held.id,
    kind: UPDATE,
    token: command.token,
    status: 'SUCCEEDED',
    createdAt: now,
    updatedAt: now,
    facts: {
      name: held.name,
      productId: product.id,
      artifactId: product.version.id,
      pathId,
      parameters: values,
      tags: {},
      outputs: [{ key: 'ClusterId', value, description: 'The cluster that was changed.' }],
      errors: [],
    },
  }
}

/** Of what is kept as it was, the record says what that was. */
function sameRequest(
  before: ProvisioningRecord,
  { wanted, parameters, token, path = {} }: UpdateProvisionedProduct,
  product: Offer,
): ProvisioningRecord {
  const { facts, provisionedProductId } = before
  const chosen = updatedValues(parameters, facts.parameters)
  const same =
    ('id' in wanted ? wanted.id === provisionedProductId : wanted.name === facts.name) &&
    facts.productId === product.id &&
    facts.artifactId === product.version.id &&
    (facts.pathId === undefined || facts.pathId === pathOf(product, path).id) &&
    isDeepStrictEqual(parameterValues(product, chosen), { ...facts.parameters })
  if (!same) throw tokenReused({ token })
  return before
}
