import type { Generated, JSONColumnType } from 'kysely'
import type { Application } from '../model/application.ts'
import type { Cluster } from '../model/cluster.ts'
import type { ProvisioningRecord } from '../model/product.ts'
import type { ExecutorSize } from '../model/scaling.ts'

/** Members that are columns of their own, for look-ups and locks; `facts` holds the others. */
export type ClusterFacts = Omit<Cluster, ClusterColumn>
export type ClusterColumn =
  | 'id'
  | 'accountId'
  | 'state'
  | 'createdAt'
  | 'lastActiveAt'
  | 'readyAt'
  | 'endingAt'
  | 'endedAt'
  | 'livyPort'

interface ClustersTable {
  id: string
  accountId: string
  state: string
  createdAt: Date
  lastActiveAt: Date
  readyAt: Date | null
  endingAt: Date | null
  endedAt: Date | null
  facts: JSONColumnType<ClusterFacts & { livyPort: number }>
}

export type ApplicationFacts = Omit<
  Application,
  'id' | 'accountId' | 'state' | 'clientToken' | 'createdAt' | 'updatedAt' | 'lastActiveAt'
>

interface ApplicationsTable {
  id: string
  accountId: string
  state: string
  clientToken: string
  createdAt: Date
  updatedAt: Date
  lastActiveAt: Date
  facts: JSONColumnType<ApplicationFacts>
}

interface LivyPortsTable {
  port: number
  ownerKind: string
  ownerId: string
}

interface ReservationsTable {
  id: string
  accountId: string
  ownerKind: string
  ownerId: string
  cpu: number
  memoryBytes: number
  diskBytes: number
  /** The box of a driver that has executors of its cluster. */
  driver: string | null
  executors: Generated<number>
  executorSize: JSONColumnType<ExecutorSize> | null
  createdAt: Date
}

interface AccountLimitsTable {
  accountId: string
  cpu: number | null
  memoryBytes: number | null
  diskBytes: number | null
  updatedAt: Date
}

interface ClusterCredentialsTable {
  username: string
  passwordDigest: Buffer
  clusterId: string
  accountId: string
  roleArn: string
  issuedTo: string
  /** Older rows have none. */
  behind: string | null
  assumedThrough: string[]
  boundTo: string | null
  createdAt: Date
  expiresAt: Date
}

interface ProvisionedProductsTable {
  id: string
  accountId: string
  name: string
  productId: string
  artifactId: string
  clusterId: string | null
  status: string
  statusMessage: string | null
  provisionToken: string
  provisionedBy: string
  lastRecordId: string
  createdAt: Date
  endedAt: Date | null
}

interface ProvisioningRecordsTable {
  id: string
  accountId: string
  provisionedProductId: string
  kind: string
  token: string
  status: string
  createdAt: Date
  updatedAt: Date
  facts: JSONColumnType<ProvisioningRecord['facts']>
}

interface SecurityConfigurationsTable {
  accountId: string
  name: string
  configuration: string
  createdBy: string
  createdAt: Date
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'compute.clusters': ClustersTable
    'compute.applications': ApplicationsTable
    'compute.livyPorts': LivyPortsTable
    'compute.reservations': ReservationsTable
    'compute.accountLimits': AccountLimitsTable
    'compute.clusterCredentials': ClusterCredentialsTable
    'compute.provisionedProducts': ProvisionedProductsTable
    'compute.provisioningRecords': ProvisioningRecordsTable
    'compute.securityConfigurations': SecurityConfigurationsTable
  }
}
