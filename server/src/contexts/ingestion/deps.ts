import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Outbound } from '../../foundation/outbound.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Catalog } from '../catalog/index.ts'
import type { Governance } from '../governance/index.ts'
import type { Identity } from '../identity/index.ts'
import type { Storage, StorageContext } from '../storage/index.ts'
import type { DaysOff } from './model/days-off.ts'

/** What ingestion’s operations need; `main.ts` hands it in. */
export interface IngestionDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<
    Identity,
    | 'demand'
    | 'allows'
    | 'assumeForService'
    | 'authenticate'
    | 'signInWithKey'
    | 'issueScopedKey'
    | 'moveScopedKeys'
  >
  governance: Pick<Governance, 'setLicence' | 'moveLicence'>
  storage: Storage & Pick<StorageContext, 'putObject' | 'listObjects' | 'keeping'>
  catalog: Pick<
    Catalog,
    | 'createTable'
    | 'loadTable'
    | 'commitTable'
    | 'append'
    | 'replaceFiles'
    | 'scan'
    | 'visibleAmong'
    | 'noteRun'
  >
  daysOff: DaysOff
  /** Guards where agreements lead. */
  outbound: Outbound
  /** Names the ARNs of feeds. */
  region: string
  /** 32 bytes; seals the secrets of agreements. */
  sealingKey: Buffer
}
