import type { Dashboards } from './dashboards/dashboards.ts'
import type { SessionsDeps } from './deps.ts'
import type { Drivers } from './drivers/drivers.ts'

/** What sessions’ operations need, with what `createSessions` has made. */
export interface SessionsParts extends SessionsDeps {
  drivers: Drivers
  dashboards: Dashboards
}
