import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Identity } from '../identity/index.ts'
import type { Heads } from './heads/heads.ts'
import type { Capacity } from './model/capacity.ts'
import type { Engine } from './model/release.ts'
import type { ExecutorSize } from './model/scaling.ts'

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

/** A worker as its head sees it: `draining` takes no more; `boxes` are its executors. */
export interface MachineState {
  id: string
  stage: 'joining' | 'up' | 'draining'
  boxes: readonly string[]
}

export type HeadOrder =
  | { op: 'machines'; machines: { id: string; cores: number; memoryMib: number }[] }
  | {
      op: 'applications'
      applications: { driver: string; executors: number; size: ExecutorSize }[]
    }

/** Boxes of heads, wherever they are; `keeper/client.ts` is the one on this host. */
export interface BoxesForHeads {
  hello(): Promise<{ isolation: 'full' | 'trusted'; boxes: string[] }>
  open(order: {
    box: string
    memoryMib: number
    jvmMib: number
    cores: number
    temporaryMib: number
    batch: boolean
    warm: boolean
    engine: Engine
    head: true
  }): void
  send(box: string, order: HeadOrder): void
  close(box: string, reason: string): void
  listen(listener: (news: { event: string; box: string }) => Promise<void>): void
  listenToMachines(listener: (head: string, machines: readonly MachineState[]) => void): void
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
