import type { Status } from '@millrace/contract'
import type { Catalog } from '../../contexts/catalog/index.ts'
import type { Compute } from '../../contexts/compute/index.ts'
import type { Governance } from '../../contexts/governance/index.ts'
import type { Identity } from '../../contexts/identity/index.ts'
import type { Ingestion } from '../../contexts/ingestion/index.ts'
import type { Pipelines } from '../../contexts/pipelines/index.ts'
import type { Trials } from '../../contexts/trials/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'

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
  pipelines?: Pipelines
  /** What the platform says of itself: `millrace status` prints the same. */
  status(): Promise<Status>
  /** Presented by who runs the platform; it opens no data. */
  operatorToken: string
  version: string
  clock: Clock
  log: Log
}
