import type { Status } from '@millrace/contract'
import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'

/** The faces that the portal's API translates to; `main.ts` hands them in. */
export interface PortalApiDeps {
  identity: Identity
  /** What the platform says of itself: `millrace status` prints the same. */
  status(): Promise<Status>
  /** Presented by who runs the platform; it opens no data. */
  operatorToken: string
  version: string
  clock: Clock
  log: Log
}
