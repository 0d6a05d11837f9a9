import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql, SqlTransaction } from '../../foundation/sql.ts'
import type { Cluster, StepsNews } from '../compute/index.ts'
import type { AccountId, Caller, Identity } from '../identity/index.ts'
import type { DashboardPlace } from './dashboards/deps.ts'
import type { RunLimits } from './model/admission.ts'
import type { StatementOutput } from './model/output.ts'
import type { Place } from './model/session.ts'
import type { BoxSize } from './model/size.ts'

export type ClusterForDrivers = Pick<
  Cluster,
  'accountId' | 'state' | 'configurations' | 'stepConcurrency' | 'releaseLabel' | 'groups'
>

type Echoed = Pick<Cluster, 'echoed'>

/** Capacity at a place; compute answers for it. */
export interface CapacityForDrivers {
  reserve(
    request: {
      owner: Place & { accountId: AccountId }
      cpu: number
      memoryBytes: number
      diskBytes: number
    },
    tx?: SqlTransaction,
  ): Promise<{ id: string }>
  /** The most that one driver could ever have there. */
  findRoom(
    owner: Place & { accountId: AccountId },
    tx?: SqlTransaction,
  ): Promise<{ cpu: number; memoryBytes: number }>
  findCluster(clusterId: string): Promise<ClusterForDrivers | undefined>
  giveExecutors(wanted: {
    reservationId: string
    clusterId: string
    /** The driver’s box. */
    driver: string
    count: number
    size: BoxSize
  }): Promise<void>
  usableCluster(
    wanted: { accountId: AccountId; clusterId: string },
    tx?: SqlTransaction,
  ): Promise<Pick<ClusterForDrivers, 'stepConcurrency' | 'releaseLabel'> & Partial<Echoed>>
  hearOfSteps(news: StepsNews & { clusterId: string }, tx: SqlTransaction): Promise<void>
  release(reservationId: string, tx?: SqlTransaction): Promise<void>
  /** The application, started if it starts by itself. */
  readyApplication(wanted: {
    accountId: AccountId
    applicationId: string
  }): Promise<{ releaseLabel: string; interactive: boolean }>
  findApplication(applicationId: string): Promise<RunLimits | undefined>
}

export type IdentityForDrivers = Pick<
  Identity,
  'demand' | 'allows' | 'assumeForService' | 'actForCaller' | 'issueToken' | 'verifyToken'
>

/** What sessions’ operations need; `main.ts` hands it in. */
export interface SessionsDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: IdentityForDrivers
  capacity: CapacityForDrivers
  boxes: BoxesForDrivers
  grounds: GroundsForDrivers
  dashboardPlace: DashboardPlace
  /** Keeps what a run has printed, with the rights of `caller`. */
  putLog(caller: Caller, log: { bucket: string; key: string; body: Buffer }): Promise<void>
  /** The account whose catalog every session sees as `lake`. */
  governingAccount: () => Promise<AccountId>
  /** How long the credentials of a driver live before they are renewed. */
  credentialSeconds?: number
  /** Between two looks at what idles, waits or must be renewed. */
  sweepMs?: number
  driver: DriverSize
  region: string
}

export interface DriverSize extends BoxSize {
  /** Standby drivers that are kept ready. */
  standby: number
}

/** What a driver is started from. */
export interface Ground {
  engine: string
  packages?: WantedPackages
}

/** Packages beside those of the engine; no account sees what another’s were made of. */
export interface WantedPackages {
  accountId: AccountId
  /** In one order, each once. */
  wanted: readonly string[]
}

export type Readiness =
  /** `layers`: directories that its Python finds packages in. */
  | { state: 'ready'; layers?: readonly string[] }
  /** It is being made; `detail` says how far it is. */
  | { state: 'pending'; detail: string }
  | { state: 'failed'; reason: string }

export interface GroundsForDrivers {
  /** Begins to make what is not there; asked again, it says how far that is. */
  prepare(ground: Ground): Readiness
  /** `changed` is called when something that was pending is no more. */
  listen(changed: () => Promise<void>): void
  /** All that is in use; what has long been in nobody’s may go. */
  keep(inUse: readonly Ground[]): void
}

/** Boxes, wherever they are; `keeper/client.ts` is the one on this host. */
export interface BoxesForDrivers {
  hello(): Promise<{ isolation: 'full' | 'trusted'; detail: string; boxes: string[] }>
  /** Those that were ordered or found here, and whose end was not told. */
  living(): ReadonlySet<string>
  open(order: {
    box: string
    engine: string
    memoryMib: number
    jvmMib: number
    cores: number
    temporaryMib: number
    batch: boolean
    warm: boolean
    layers?: readonly string[]
  }): void
  send(box: string, order: DriverOrder): void
  close(box: string, reason: string): void
  listen(listener: (news: BoxNews) => Promise<void>): void
}

export interface DriverCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiresAt: string
}

export type DriverOrder =
  | {
      op: 'claim'
      session: string
      account: AccountId
      token: string
      credentials: DriverCredentials
      catalogs: Readonly<Record<string, string>>
      conf: Readonly<Record<string, string>>
      /** It gets executors of its cluster, each of this size. */
      executors?: { cores: number; jvmMib: number }
    }
  | { op: 'renew'; token: string; credentials: DriverCredentials; catalogs: string[] }
  | { op: 'run'; id: number; code: string; kind: string }
  | {
      op: 'script'
      id: number
      /** `s3://…`, which the driver reads with the rights of its claim. */
      location: string
      modules: readonly string[]
      arguments: readonly string[]
    }
  | { op: 'cancel'; id: number }
  | { op: 'complete'; id: number; code: string; cursor: number }

export type DriverEvent =
  | { event: 'stage'; stage: string }
  | { event: 'ready' }
  | { event: 'failed'; reason: string }
  | { event: 'claimed'; appId: string }
  | { event: 'serving' }
  | { event: 'started'; id: number }
  | { event: 'progress'; id: number; progress: number }
  | { event: 'finished'; id: number; output: StatementOutput }
  | { event: 'completed'; id: number; candidates: string[] }

/** What a box is, whoever has ordered it. */
export interface BoxMade extends BoxSize {
  engine: string
  /** It can read packages of an account. */
  layered: boolean
  /** Something was sent to it, so that it may be somebody’s. */
  told: boolean
}

/** Where a box is; each new server hears it of all that are there. */
export type BoxTold = { event: 'box'; box: string; stage: string; made: BoxMade }

export type BoxNews =
  | BoxTold
  | { event: 'message'; box: string; sequence: number; message: DriverEvent }
  | { event: 'log'; box: string; lines: readonly string[] }
  | { event: 'end'; box: string; reason: string; log: readonly string[] }
