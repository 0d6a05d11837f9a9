import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql, SqlTransaction } from '../../foundation/sql.ts'
import type { AccountId, Identity } from '../identity/index.ts'

/** What notebooks’ operations need; `main.ts` hands it in. */
export interface NotebooksDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: IdentityForNotebooks
  capacity: CapacityForNotebooks
  boxes: BoxesForNotebooks
  ports: PortsForNotebooks
  size: NotebookSize
  /** Homes of people. */
  directory: string
  /** Where the sockets of running notebooks lie. */
  sockets: string
  /** Seals passes. */
  passKey: Buffer
  /** The account whose catalog every notebook sees as `lake`. */
  governingAccount: () => Promise<AccountId>
  region: string
  /** Suffix of the platform’s own host names, and the roots that vouch for them. */
  domain: string
  authorityPem: string
  sweepMs?: number
}

export type IdentityForNotebooks = Pick<
  Identity,
  | 'demand'
  | 'allows'
  | 'assumeRole'
  | 'getSessionToken'
  | 'issueToken'
  | 'verifyToken'
  | 'listAssumableRoles'
>

export interface CapacityForNotebooks {
  reserve(
    request: {
      owner: { kind: 'account'; id: string; accountId: AccountId }
      cpu: number
      memoryBytes: number
      diskBytes: number
    },
    tx?: SqlTransaction,
  ): Promise<{ id: string }>
  release(reservationId: string, tx?: SqlTransaction): Promise<void>
}

/** What one notebook is given: Jupyter and its kernels together. */
export interface NotebookSize {
  cores: number
  memoryMib: number
  temporaryMib: number
}

export interface PortsForNotebooks {
  first: number
  last: number
  /** Listening already is no harm. False: somebody else has the port. */
  open(port: number): Promise<boolean>
  close(port: number): Promise<void>
}

/** Boxes, wherever they are; `keeper/client.ts` is the one on this host. */
export interface BoxesForNotebooks {
  hello(): Promise<{ isolation: 'full' | 'trusted'; boxes: string[] }>
  open(order: BoxForNotebook): void
  send(box: string, order: NotebookOrder): void
  close(box: string, reason: string): void
  listen(listener: (news: BoxNews) => Promise<void>): void
}

export interface BoxForNotebook {
  box: string
  memoryMib: number
  jvmMib: number
  cores: number
  temporaryMib: number
  batch: boolean
  warm: boolean
  notebook: { directory: string; socket: string; userNumber: number }
}

export interface NotebookCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  /** ISO 8601. */
  expiresAt: string
}

export type NotebookOrder =
  | {
      op: 'serve'
      credentials: NotebookCredentials
      catalogs: Readonly<Record<string, string>>
      domain: string
      authorityPem: string
      /** What the home begins with, where nothing is yet. */
      files: Readonly<Record<string, string>>
    }
  | { op: 'refresh'; credentials: NotebookCredentials }

export type BoxNews =
  | { event: 'message'; box: string; message: { event: string } }
  | { event: 'end'; box: string; reason: string; log: readonly string[] }
  | { event: 'box' | 'log'; box: string }
