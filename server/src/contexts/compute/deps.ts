import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Identity } from '../identity/index.ts'
import type { Heads } from './heads/heads.ts'
import type { Capacity } from './model/capacity.ts'

/** Who listens on a port: a cluster, or a serverless application. */
export interface PortOwner {
  kind: 'cluster' | 'application'
  id: string
}

/** The listeners of Livy ports, which live elsewhere; compute says which there should be. */
export interface LivyPorts {
  /** The range that ports are taken from. */
  first: number
  last: number
  /** Listens on `port` for `owner`; again is no harm. False: somebody else has the port. */
  open(port: number, owner: PortOwner): Promise<boolean>
  close(port: number): Promise<void>
}

/** What compute’s operations need; `main.ts` hands it in. */
export interface ComputeDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<Identity, 'demand' | 'demandStanding' | 'guess' | 'allows' | 'assumeForService'>
  livyPorts: LivyPorts
  heads: Heads
  /** What this host gives to all drivers together. */
  host: Capacity
  region: string
}
