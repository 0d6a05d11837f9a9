import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'

/** What identity’s operations need; `main.ts` hands it in. */
export interface IdentityDeps {
  sql: Sql
  clock: Clock
  log: Log
}
