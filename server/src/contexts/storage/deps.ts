import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'

/** What storage’s operations need; `main.ts` hands it in. */
export interface StorageDeps {
  sql: Sql
  clock: Clock
  log: Log
}
