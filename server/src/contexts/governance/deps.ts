import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'

/** What governance’s operations need; `main.ts` hands it in. */
export interface GovernanceDeps {
  sql: Sql
  clock: Clock
  log: Log
}
