import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Governance } from '../governance/index.ts'
import type { Identity } from '../identity/index.ts'
import type { DirectAccess, Storage } from '../storage/index.ts'
import type { TableRef } from './model/face.ts'
import type { Projections } from './projections/port.ts'

/** What catalog’s operations need; `main.ts` hands it in. */
export interface CatalogDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<Identity, 'demand' | 'allows' | 'vend'>
  governance: Governance
  storage: Storage & DirectAccess
  /** Names Glue's ARNs. */
  region: string
  /** Without it restricted reads fail closed. */
  projections?: Projections
  /** Whether writers of a table of that name stage what they write, from its first row on. */
  staged?(ref: TableRef): Promise<boolean>
}
