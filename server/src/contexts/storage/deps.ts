import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Governance } from '../governance/index.ts'
import type { Identity } from '../identity/index.ts'
import type { BlobStore } from './adapters/blob-store.ts'
import type { ReadCounts } from './read-counts.ts'
import type { Quota } from './store/use.ts'

/** What storage’s operations need; `main.ts` hands it in. */
export interface StorageDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<Identity, 'demand' | 'allows'>
  governance: Pick<Governance, 'registeredLocation'>
  /** Absolute path; holds the blobs and what is on its way to become one. */
  objectsDirectory: string
  /** What an account may keep that has no quota of its own; nothing bounds it where left out. */
  quota?: Quota
}

/** The same, with what `createStorage` makes of it. */
export interface StorageParts extends Omit<StorageDeps, 'objectsDirectory' | 'quota'> {
  quota: Quota
  blobs: BlobStore
  reads: ReadCounts
}
