import type { SessionsDeps } from './deps.ts'
import type { Drivers } from './drivers/drivers.ts'

/** What sessions’ operations need, with the drivers that `createSessions` has made. */
export interface SessionsParts extends SessionsDeps {
  drivers: Drivers
}
