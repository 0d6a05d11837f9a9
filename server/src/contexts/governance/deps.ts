import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Identity } from '../identity/index.ts'
import type { ExportPlace } from './exports/port.ts'
import type { Snapshots } from './store/snapshots.ts'

export interface AuditSeal {
  /** 32 bytes that PostgreSQL does not have. */
  key: Buffer
  /** Of the file, which is PostgreSQL’s neither. */
  path: string
}

/** What governance needs; `main.ts` hands it in. */
export interface GovernanceDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<
    Identity,
    'accounts' | 'demand' | 'demandGoverning' | 'allows' | 'couldWorkAs' | 'principalSince'
  >
  /** Where exports of audits go; none are made without it. */
  exportPlace?: ExportPlace
  /** Seals where audits end, and keeps how far they were; without it none is sealed. */
  auditSeal?: AuditSeal
  /** Names Glue’s ARNs in the audit. */
  region: string
  /** Whose a bucket is: only its owner may put it under governance. Storage knows it. */
  bucketOwner?: (bucket: string) => Promise<string | undefined>
}

/** What its operations work with. */
export interface Workings extends GovernanceDeps {
  snapshots: Snapshots
}
