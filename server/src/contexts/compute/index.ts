import type { JobHandler } from '../../foundation/jobs.ts'
import type { ComputeDeps } from './deps.ts'
import type { Compute } from './face.ts'
import { RECONCILE } from './lifecycle/schedule.ts'
import { createApplication } from './operations/create-application.ts'
import { createSecurityConfiguration } from './operations/create-security-configuration.ts'
import { deleteApplication } from './operations/delete-application.ts'
import { deleteSecurityConfiguration } from './operations/delete-security-configuration.ts'
import { endCluster } from './operations/end-cluster.ts'
import { endLaunched } from './operations/end-launched.ts'
import { estimateProduct } from './operations/estimate-product.ts'
import { findRoom } from './operations/find-room.ts'
import { getApplication } from './operations/get-application.ts'
import { getCluster } from './operations/get-cluster.ts'
import { getProduct } from './operations/get-product.ts'
import { getRecord } from './operations/get-record.ts'
import { getSecurityConfiguration } from './operations/get-security-configuration.ts'
import { giveExecutors } from './operations/give-executors.ts'
import { hearOfSteps } from './operations/hear-of-steps.ts'
import { issueClusterCredentials } from './operations/issue-cluster-credentials.ts'
import { keepCluster } from './operations/keep-cluster.ts'
import { listApplications } from './operations/list-applications.ts'
import { listClusters } from './operations/list-clusters.ts'
import { listProducts } from './operations/list-products.ts'
import { listProvisionedProducts } from './operations/list-provisioned-products.ts'
import { listRecords } from './operations/list-records.ts'
import { listSecurityConfigurations } from './operations/list-security-configurations.ts'
import { openLivyPorts } from './operations/open-livy-ports.ts'
import { openTo } from './operations/open-to.ts'
import { provisionProduct } from './operations/provision-product.ts'
import { readyApplication } from './operations/ready-application.ts'
import { reconcile } from './operations/reconcile.ts'
import { releaseCapacity } from './operations/release-capacity.ts'
import { reserveCapacity } from './operations/reserve-capacity.ts'
import { resizeGroups } from './operations/resize-groups.ts'
import { runCluster } from './operations/run-cluster.ts'
import { setAccountLimit } from './operations/set-account-limit.ts'
import { setCluster } from './operations/set-cluster.ts'
import { signInToCluster } from './operations/sign-in-to-cluster.ts'
import { startApplication } from './operations/start-application.ts'
import { stopApplication } from './operations/stop-application.ts'
import { surveyClusters } from './operations/survey-clusters.ts'
import { terminateClusters } from './operations/terminate-clusters.ts'
import { terminateProvisionedProduct } from './operations/terminate-provisioned-product.ts'
import { updateApplication } from './operations/update-application.ts'
import { updateProvisionedProduct } from './operations/update-provisioned-product.ts'
import { usableCluster } from './operations/usable-cluster.ts'
import { createPublishing } from './publishing.ts'
import { findApplication } from './store/applications.ts'
import { findCluster } from './store/clusters.ts'

export type { ComputeDeps, LivyPorts, PortOwner } from './deps.ts'
export type * from './face.ts'
export type { BoxesForHeads, HeadOrder, MachineState } from './heads/boxes.ts'
export { HEAD_PREFIX, Heads } from './heads/heads.ts'
export { CLUSTER_TERMINATING } from './lifecycle/end-cluster.ts'
export { CLUSTER_READY } from './lifecycle/listen.ts'
export type { Application, ApplicationChange, ApplicationPlan } from './model/application.ts'
export {
  applicationArn,
  clusterArn,
  portfolioArn,
  productArn,
  provisionedProductArn,
} from './model/arn.ts'
export { type Capacity, type CapacityLimit, GIB } from './model/capacity.ts'
export {
  type Classification,
  type Cluster,
  type InstanceGroup,
  type RunCluster,
  ready,
  type StepsNews,
} from './model/cluster.ts'
export { INSTANCE_TYPES, type InstanceType } from './model/instance-type.ts'
export type { ProductParameter } from './model/parameter.ts'
export type { LaunchConstraint, Portfolio } from './model/portfolio.ts'
export type {
  LaunchPath,
  Offer,
  Product,
  ProductVersion,
  ProvisionedProduct,
  ProvisioningRecord,
} from './model/product.ts'
export { pathOf } from './model/product.ts'
export {
  demandRelease,
  ENGINES,
  type Engine,
  engineOf,
  RELEASES,
  type Release,
  STANDARD_ENGINE,
  STANDARD_RELEASE,
} from './model/release.ts'
export type { Reservation, ReservationOwner } from './model/reservation.ts'
export { type ExecutorSize, workers } from './model/scaling.ts'
export type { ScalingLimits } from './model/scaling-limits.ts'
export type { SecurityConfiguration } from './model/security-configuration.ts'

export function createCompute(deps: ComputeDeps): Compute {
  return {
    ...createPublishing(deps),
    openTo: (caller) => openTo(deps, caller),
    start: () => openLivyPorts(deps),
    clusterByCredentials: (pair, from) => signInToCluster(deps, pair, from),
    findCluster: (id) => findCluster(deps.sql, id),
    findApplication: (id) => findApplication(deps.sql, id),
    reserve: (request, tx) => reserveCapacity(deps, request, tx),
    findRoom: (owner, tx) => findRoom(deps, owner, tx),
    giveExecutors: (wanted) => giveExecutors(deps, wanted),
    release: (reservationId, tx) => releaseCapacity(deps, reservationId, tx),
    readyApplication: (wanted) => readyApplication(deps, wanted),
    usableCluster: (wanted, tx) => usableCluster(deps, wanted, tx),
    endLaunched: (launched) => endLaunched(deps, launched),
    hearOfSteps: (news, tx) => hearOfSteps(deps, news, tx),
    runCluster: (caller, command, also) => runCluster(deps, caller, command, also),
    getCluster: (caller, wanted) => getCluster(deps, caller, wanted),
    listClusters: (caller, filter) => listClusters(deps, caller, filter),
    surveyClusters: (caller, filter) => surveyClusters(deps, caller, filter),
    endCluster: (caller, command) => endCluster(deps, caller, command),
    keepCluster: (caller, clusterId) => keepCluster(deps, caller, clusterId),
    resizeGroups: (caller, command) => resizeGroups(deps, caller, command),
    machines: (clusterId) => deps.heads.machines(clusterId),
    setCluster: (caller, wanted) => setCluster(deps, caller, wanted),
    terminateClusters: (caller, ids) => terminateClusters(deps, caller, ids),
    createSecurityConfiguration: (caller, given) =>
      createSecurityConfiguration(deps, caller, given),
    getSecurityConfiguration: (caller, name) => getSecurityConfiguration(deps, caller, name),
    listSecurityConfigurations: (caller) => listSecurityConfigurations(deps, caller),
    deleteSecurityConfiguration: (caller, name) => deleteSecurityConfiguration(deps, caller, name),
    issueClusterCredentials: (caller, wanted) => issueClusterCredentials(deps, caller, wanted),
    setAccountLimit: (caller, limit) => setAccountLimit(deps, caller, limit),
    createApplication: (caller, command) => createApplication(deps, caller, command),
    getApplication: (caller, id) => getApplication(deps, caller, id),
    listApplications: (caller, filter) => listApplications(deps, caller, filter),
    updateApplication: (caller, command) => updateApplication(deps, caller, command),
    startApplication: (caller, id) => startApplication(deps, caller, id),
    stopApplication: (caller, id) => stopApplication(deps, caller, id),
    deleteApplication: (caller, id) => deleteApplication(deps, caller, id),
    ...catalogueFace(deps),
  }
}

/** What users of the service catalogue do. */
function catalogueFace(deps: ComputeDeps) {
  return {
    listProducts: (caller, search) => listProducts(deps, caller, search),
    getProduct: (caller, asked) => getProduct(deps, caller, asked),
    provisionProduct: (caller, command) => provisionProduct(deps, caller, command),
    estimateProduct: (caller, wish) => estimateProduct(deps, caller, wish),
    updateProvisionedProduct: (caller, command) => updateProvisionedProduct(deps, caller, command),
    listRecords: (caller, query) => listRecords(deps, caller, query),
    getRecord: (caller, id) => getRecord(deps, caller, id),
    terminateProvisionedProduct: (caller, wanted) =>
      terminateProvisionedProduct(deps, caller, wanted),
    listProvisionedProducts: (caller, page) => listProvisionedProducts(deps, caller, page),
  } satisfies Partial<Compute>
}

/** What compute does by itself; `start` sets it going. */
export function computeJobs(deps: ComputeDeps): Record<string, JobHandler> {
  return { [RECONCILE]: () => reconcile(deps) }
}
