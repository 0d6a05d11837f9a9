import type { Health, Status } from '@millrace/contract'
import type { Catalog } from '../../contexts/catalog/index.ts'
import type { Compute } from '../../contexts/compute/index.ts'
import type { Governance, WhatIf } from '../../contexts/governance/index.ts'
import type { Caller, Identity } from '../../contexts/identity/index.ts'
import type { Ingestion } from '../../contexts/ingestion/index.ts'
import type { Notebooks } from '../../contexts/notebooks/index.ts'
import type { Pipelines } from '../../contexts/pipelines/index.ts'
import type { Sessions } from '../../contexts/sessions/index.ts'
import type { LinkKeeping, PublicAccess, StorageContext } from '../../contexts/storage/index.ts'
import type { Trials } from '../../contexts/trials/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'

/** Sessions as the people of an account see them. */
export type SessionsFace = Pick<
  Sessions,
  | 'endAccount'
  | 'listAccountSessions'
  | 'endAccountSession'
  | 'keepAccountSession'
  | 'readAccountSessionLog'
  | 'openSessionDashboard'
>

/** The faces that the portal's API translates to; `main.ts` hands them in. */
export interface PortalApiDeps {
  identity: Identity
  governance: Governance
  catalog: Catalog
  compute: Compute
  /** Its operations are answered as not served yet where it is not joined. */
  ingestion?: Ingestion
  /** The same holds for these. */
  trials?: Trials
  /** And for these. */
  notebooks?: Notebooks
  /** And for these. */
  pipelines?: Pipelines
  /** And for these. */
  sessions?: SessionsFace
  storage: Pick<
    StorageContext,
    'bucketNames' | 'keeping' | 'setQuota' | 'upstream' | keyof PublicAccess | keyof LinkKeeping
  >
  /** Tries a change of Lake Formation. */
  tryChange(caller: Caller, change: { operation: string; input: object }): Promise<WhatIf<object>>
  /** What the platform says of itself: `millrace status` prints the same. */
  status(): Promise<Status>
  /** Its inside, for who may see it. @throws identity.access-denied */
  health(caller: Caller): Promise<Health>
  /** Presented by who runs the platform; it opens no data. */
  operatorToken: string
  version: string
  clock: Clock
  log: Log
}
