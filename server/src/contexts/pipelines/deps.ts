import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Outbound } from '../../foundation/outbound.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Catalog } from '../catalog/index.ts'
import type { Compute } from '../compute/index.ts'
import type { Governance } from '../governance/index.ts'
import type { Identity } from '../identity/index.ts'
import type { DaysOff, Ingestion } from '../ingestion/index.ts'
import type { Sessions } from '../sessions/index.ts'
import type { Storage } from '../storage/index.ts'

/** The mail server that notices go out by. */
export interface MailSettings {
  host: string
  port: number
  /** TLS from the first byte; without it the server may still offer STARTTLS. */
  secure: boolean
  user?: string
  password?: string
  from: string
}

/** What pipelines’ operations need; `main.ts` hands it in. */
export interface PipelinesDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<Identity, 'demand' | 'allows' | 'assumeForService'>
  governance: Pick<Governance, 'tableUsage'>
  catalog: Pick<
    Catalog,
    'describeTable' | 'visibleAmong' | 'readLineage' | 'noteRun' | 'stageWrites' | 'publishStaged'
  >
  compute: Pick<Compute, 'createApplication'>
  ingestion: Pick<Ingestion, 'sourcesOf' | 'arrivalsOf'>
  /** Of exchanges and regions, for schedules. */
  daysOff: DaysOff
  sessions: Pick<Sessions, 'beginRun' | 'findRun' | 'endRun' | 'showRun'>
  /** Keeps what drivers read: scripts and their checks. */
  storage: Pick<Storage, 'ensureBucket' | 'write'>
  /** Names the ARNs of pipelines. */
  region: string
  /** Without it mails wait until there is one. */
  mail?: MailSettings
  /** Guards where webhooks lead. */
  outbound: Outbound
}
