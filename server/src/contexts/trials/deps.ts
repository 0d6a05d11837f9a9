import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Catalog } from '../catalog/index.ts'
import type { Compute } from '../compute/index.ts'
import type { Governance } from '../governance/index.ts'
import type { Identity } from '../identity/index.ts'
import type { Ingestion } from '../ingestion/index.ts'
import type { Notebooks } from '../notebooks/index.ts'

/** What trials’ operations need; `main.ts` hands it in. */
export interface TrialsDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<
    Identity,
    | 'demand'
    | 'allows'
    | 'assumeForService'
    | 'actForCaller'
    | 'findPrincipal'
    | 'createRole'
    | 'putInlinePolicy'
    | 'endRole'
  >
  governance: Pick<
    Governance,
    | 'grantPermissions'
    | 'revokePermissions'
    | 'searchAudit'
    | 'whatIf'
    | 'demandCatalog'
    | 'endGrantsOf'
  >
  catalog: Pick<
    Catalog,
    | 'scan'
    | 'loadTable'
    | 'createDatabase'
    | 'getDatabase'
    | 'databaseStands'
    | 'listTables'
    | 'dropTable'
    | 'dropDatabase'
  >
  compute: Pick<Compute, 'estimateProduct' | 'provisionProduct' | 'findCluster' | 'endLaunched'>
  notebooks: Pick<Notebooks, 'openNotebook' | 'endHome' | 'readHome'>
  ingestion: Pick<Ingestion, 'listDeliveries' | 'getFeed' | 'endEvaluation'>
  /** Names the ARNs of trials. */
  region: string
  /** Stands in every report: which code measured. */
  codeVersion: string
  /** For what of a report does not fit into memory. */
  spillDirectory?: string
}
