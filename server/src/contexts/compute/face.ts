import type { SqlTransaction } from '../../foundation/sql.ts'
import type { AccountId, Caller, Origin } from '../identity/index.ts'
import type { MachineState } from './heads/boxes.ts'
import type { Application, ApplicationPlan } from './model/application.ts'
import type { Capacity, CapacityLimit } from './model/capacity.ts'
import type { Cluster, RunCluster, StepsNews } from './model/cluster.ts'
import type { LaunchConstraint, Portfolio } from './model/portfolio.ts'
import type {
  Offer,
  Product,
  ProductVersion,
  ProvisionedProduct,
  ProvisioningRecord,
} from './model/product.ts'
import type { Reservation, ReservationOwner } from './model/reservation.ts'
import type { SecurityConfiguration } from './model/security-configuration.ts'
import type { AddVersion } from './operations/add-version.ts'
import type { CreateConstraint } from './operations/create-constraint.ts'
import type { CreatePortfolio } from './operations/create-portfolio.ts'
import type { CreateProduct } from './operations/create-product.ts'
import type { Estimate, EstimateProduct } from './operations/estimate-product.ts'
import type { ClusterReading } from './operations/get-cluster.ts'
import type { GetProduct } from './operations/get-product.ts'
import type { GiveExecutors } from './operations/give-executors.ts'
import type { ClusterCredentials } from './operations/issue-cluster-credentials.ts'
import type { RecordsQuery } from './operations/list-records.ts'
import type { ProvisionProduct } from './operations/provision-product.ts'
import type { ReserveCapacity } from './operations/reserve-capacity.ts'
import type { ResizeGroup } from './operations/resize-groups.ts'
import type { Admission } from './operations/set-admission.ts'
import type { ClusterSetting } from './operations/set-cluster.ts'
import type { ProductPlace } from './operations/set-product-place.ts'
import type { ClusterLogin } from './operations/sign-in-to-cluster.ts'
import type { SurveyedCluster } from './operations/survey-clusters.ts'
import type { TerminateProvisionedProduct } from './operations/terminate-provisioned-product.ts'
import type { UpdateApplication } from './operations/update-application.ts'
import type { UpdateProvisionedProduct } from './operations/update-provisioned-product.ts'
import type { UpdateVersion } from './operations/update-version.ts'
import type { ApplicationFilter } from './store/applications.ts'
import type { ClusterFilter } from './store/clusters.ts'
import type { ProductName } from './store/products.ts'

export type { ApplicationFilter } from './store/applications.ts'
export type { ClusterFilter } from './store/clusters.ts'
export type {
  ClusterCredentials,
  ClusterLogin,
  ClusterReading,
  ClusterSetting,
  GetProduct,
  GiveExecutors,
  ProvisionProduct,
  ReserveCapacity,
  ResizeGroup,
  SurveyedCluster,
  TerminateProvisionedProduct,
  UpdateApplication,
}

/** What the contexts below compute use of it: without the IAM gate, which they pass themselves. */
export interface ComputeForSessions {
  /**
   * Undefined for a pair that is unknown, wrong or expired, and for a cluster that ends.
   * @throws identity.account-isolated, credentials.bound-elsewhere
   */
  clusterByCredentials(
    pair: { username: string; password: string },
    from: Origin,
  ): Promise<ClusterLogin | undefined>
  findCluster(clusterId: string): Promise<Cluster | undefined>
  findApplication(applicationId: string): Promise<Application | undefined>
  /**
   * Capacity for one driver, at every level: its cluster or application, account, platform.
   * @throws compute.capacity-exceeded with `level`, `resource` and whether it `everFits`
   */
  reserve(request: ReserveCapacity, tx?: SqlTransaction): Promise<Reservation>
  /** The most that one driver could ever have there. */
  findRoom(owner: ReservationOwner, tx?: SqlTransaction): Promise<Capacity>
  /** Has the cluster start executors for a driver that has reserved room for them. */
  giveExecutors(wanted: GiveExecutors): Promise<void>
  /** Given back once or twice is the same. */
  release(reservationId: string, tx?: SqlTransaction): Promise<void>
  /**
   * The application for a run or session, started if it starts by itself.
   * @throws compute.no-such-application, compute.application-state
   */
  readyApplication(wanted: { accountId: AccountId; applicationId: string }): Promise<Application>
  /**
   * The cluster for a step; within `tx` it stays usable until that ends.
   * @throws compute.no-such-cluster, compute.cluster-not-ready
   */
  usableCluster(
    wanted: { accountId: AccountId; clusterId: string },
    tx?: SqlTransaction,
  ): Promise<Cluster>
  /** Ends what was launched with a token that only who asks knows; again is no harm. */
  endLaunched(launched: { accountId: AccountId; token: string; reason: string }): Promise<void>
  /** A cluster runs, waits or ends with its steps. */
  hearOfSteps(news: StepsNews & { clusterId: string }, tx: SqlTransaction): Promise<void>
}

/** The operations that doors translate; each passes the IAM gate. */
export interface Compute extends ComputeForSessions, Publishing {
  /** Has the caller a use for clusters and the catalogue? */
  openTo(caller: Caller): Promise<boolean>
  /** Listens again for every living cluster and application; once, at the start of the server. */
  start(): Promise<void>
  /** `also` is done in the transaction that makes the cluster. */
  runCluster(
    caller: Caller,
    command: RunCluster,
    also?: (tx: SqlTransaction, cluster: Cluster) => Promise<void>,
  ): Promise<Cluster>
  getCluster(
    caller: Caller,
    wanted: { clusterId: string; reading: ClusterReading },
  ): Promise<Cluster>
  listClusters(caller: Caller, filter: ClusterFilter): Promise<Cluster[]>
  /** With what the caller may do with each; doors of AWS need `listClusters`. */
  surveyClusters(caller: Caller, filter: ClusterFilter): Promise<SurveyedCluster[]>
  /** By the catalogue if it came from there. @throws compute.no-such-cluster */
  endCluster(caller: Caller, command: { clusterId: string; token: string }): Promise<void>
  /** Lets its idle time begin anew. @throws compute.no-such-cluster, compute.cluster-not-ready */
  keepCluster(caller: Caller, clusterId: string): Promise<void>
  resizeGroups(
    caller: Caller,
    command: { clusterId: string; groups: readonly ResizeGroup[] },
  ): Promise<Cluster>
  /** How the workers of a cluster are at this moment. */
  machines(clusterId: string): readonly MachineState[]
  setCluster(
    caller: Caller,
    wanted: { clusterIds: readonly string[]; setting: ClusterSetting },
  ): Promise<Cluster[]>
  terminateClusters(caller: Caller, clusterIds: readonly string[]): Promise<void>
  createSecurityConfiguration(
    caller: Caller,
    given: { name: string; configuration: string },
  ): Promise<SecurityConfiguration>
  getSecurityConfiguration(caller: Caller, name: string): Promise<SecurityConfiguration>
  listSecurityConfigurations(caller: Caller): Promise<SecurityConfiguration[]>
  deleteSecurityConfiguration(caller: Caller, name: string): Promise<void>
  issueClusterCredentials(
    caller: Caller,
    wanted: { clusterId: string; roleArn: string },
  ): Promise<ClusterCredentials>
  setAccountLimit(caller: Caller, limit: CapacityLimit & { accountId: AccountId }): Promise<void>
  createApplication(
    caller: Caller,
    command: { plan: ApplicationPlan; clientToken: string },
  ): Promise<Application>
  getApplication(caller: Caller, applicationId: string): Promise<Application>
  listApplications(caller: Caller, filter: ApplicationFilter): Promise<Application[]>
  updateApplication(caller: Caller, command: UpdateApplication): Promise<Application>
  startApplication(caller: Caller, applicationId: string): Promise<void>
  stopApplication(caller: Caller, applicationId: string): Promise<void>
  deleteApplication(caller: Caller, applicationId: string): Promise<void>
  listProducts(caller: Caller, search: { text: string }): Promise<Offer[]>
  getProduct(caller: Caller, asked: GetProduct): Promise<Offer>
  provisionProduct(caller: Caller, command: ProvisionProduct): Promise<ProvisioningRecord>
  /** What a product would make and cost; nothing is made. */
  estimateProduct(caller: Caller, wish: EstimateProduct): Promise<Estimate>
  updateProvisionedProduct(
    caller: Caller,
    command: UpdateProvisionedProduct,
  ): Promise<ProvisioningRecord>
  listRecords(caller: Caller, query: RecordsQuery): Promise<ProvisioningRecord[]>
  getRecord(caller: Caller, recordId: string): Promise<ProvisioningRecord>
  terminateProvisionedProduct(
    caller: Caller,
    command: TerminateProvisionedProduct,
  ): Promise<ProvisioningRecord>
  listProvisionedProducts(
    caller: Caller,
    page: { offset: number; countMax: number },
  ): Promise<ProvisionedProduct[]>
}

/** What those publish who run machines for an account. */
export interface Publishing {
  createPortfolio(caller: Caller, wish: CreatePortfolio): Promise<Portfolio>
  getPortfolio(caller: Caller, portfolioId: string): Promise<Portfolio>
  listPortfolios(caller: Caller): Promise<Portfolio[]>
  deletePortfolio(caller: Caller, portfolioId: string): Promise<void>
  createProduct(caller: Caller, wish: CreateProduct): Promise<Product>
  addVersion(caller: Caller, wish: AddVersion): Promise<ProductVersion>
  updateVersion(caller: Caller, wish: UpdateVersion): Promise<ProductVersion>
  deleteVersion(caller: Caller, wanted: { productId: string; versionId: string }): Promise<void>
  getOwnProduct(caller: Caller, wanted: ProductName): Promise<Product>
  listOwnProducts(
    caller: Caller,
    search: { text: string; portfolioId?: string | undefined },
  ): Promise<Product[]>
  deleteProduct(caller: Caller, productId: string): Promise<void>
  setProductPlace(caller: Caller, place: ProductPlace): Promise<void>
  setAdmission(caller: Caller, admission: Admission): Promise<void>
  listPrincipals(caller: Caller, portfolioId: string): Promise<string[]>
  createConstraint(caller: Caller, wish: CreateConstraint): Promise<LaunchConstraint>
  getConstraint(caller: Caller, constraintId: string): Promise<LaunchConstraint>
  listConstraints(
    caller: Caller,
    of: { portfolioId: string; productId?: string | undefined },
  ): Promise<LaunchConstraint[]>
  deleteConstraint(caller: Caller, constraintId: string): Promise<void>
}
